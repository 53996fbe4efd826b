package dev.synctrail.deployment;

import static dev.synctrail.tracking.InMemoryTrail.ARTICLE;
import static dev.synctrail.tracking.InMemoryTrail.CAUSE;
import static dev.synctrail.tracking.InMemoryTrail.CMS;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.bulkretry.BulkRetry;
import dev.synctrail.bulkretry.BulkRetryEntry;
import dev.synctrail.bulkretry.BulkRetrying;
import dev.synctrail.bulkretry.InMemoryBulkRetries;
import dev.synctrail.conflict.Conflict;
import dev.synctrail.contenttype.ContentType;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.AllowedActions.Availability;
import dev.synctrail.deployment.DeploymentOrder.All;
import dev.synctrail.deployment.DeploymentOrder.Changed;
import dev.synctrail.deployment.DeploymentOrder.Exactly;
import dev.synctrail.deployment.DeploymentOrder.Named;
import dev.synctrail.deployment.DeploymentOrder.Selection;
import dev.synctrail.drift.DeployedStateFacts;
import dev.synctrail.gateway.FailureCase;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.OnConflict;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PushFlag;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.PushResult;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.history.Criterion;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Cancelling;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.IllegalTransition;
import dev.synctrail.tracking.InMemoryTrail;
import dev.synctrail.tracking.RecordIntent.Wanted;
import dev.synctrail.tracking.Recording;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.Settlement;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.version.Committing;
import dev.synctrail.version.VersionId;
import dev.synctrail.version.VersionSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Tests each action in each state against {@code docs/guards.md}. */
class GuardMatrixTest {
  private static final Map<String, Consumer<Scene>> STATES = new LinkedHashMap<>();
  private static final Map<String, Consumer<Scene>> ACTIONS = new LinkedHashMap<>();

  static {
    STATES.put("queued", Scene::queued);
    STATES.put("succeeded", Scene::succeeded);
    STATES.put("succeeded, changed nothing", Scene::changedNothing);
    STATES.put("partly taken", Scene::partlyTaken);
    STATES.put("failed", Scene::failed);
    STATES.put("unknown", Scene::unknown);
    STATES.put("cancelled", Scene::cancelled);
    STATES.put("failed, pushed since", Scene::superseded);
    STATES.put("succeeded, pushed since", Scene::succeededAndSuperseded);
    STATES.put("failed pull", Scene::failedPull);
    STATES.put("failed dry run", Scene::failedDryRun);
    STATES.put("dry run", Scene::dryRun);
    STATES.put("recorded by an external system", Scene::outside);
    STATES.put("part of a circle, failed", Scene::circle);
    STATES.put("open conflict", Scene::openConflict);
    STATES.put("resolved conflict", Scene::resolvedConflict);
    STATES.put("failed before theirs was kept", Scene::failedBeforeTheirsWasKept);
    STATES.put("theirs kept, newer version", Scene::theirsKeptAndNewer);
    STATES.put("theirs kept by the push", Scene::theirsKeptByThePush);
    STATES.put("refused rollback", Scene::refusedRollback);
    STATES.put("failed rollback", Scene::failedRollback);
    STATES.put("failed rollback, pushed since", Scene::failedRollbackSuperseded);
    STATES.put("failed rollback that deletes", Scene::failedRollbackThatDeletes);
    STATES.put("failed rollback that deletes, planned", Scene::failedRollbackPlanned);
    STATES.put("rolled back", Scene::rolledBack);
    STATES.put("rolled back, newer version", Scene::rolledBackAndNewer);
    STATES.put("rolled back to an altered state", Scene::rolledBackToAnAlteredState);
    STATES.put("rolled back, pin removed", Scene::rolledBackAndUnpinned);
    STATES.put("failed before it was rolled back", Scene::failedBeforeItWasRolledBack);
    STATES.put("removed by rollback", Scene::removedByRollback);
    STATES.put("failed restore", Scene::failedRestore);
    STATES.put("restored", Scene::restored);
    STATES.put("removed by name, failed", Scene::failedRemoval);
    STATES.put("platform gone", Scene::platformGone);
    ACTIONS.put("retry", Scene::retry);
    ACTIONS.put("bulk retry", Scene::retryInBulk);
    ACTIONS.put("retry run", Scene::retryRun);
    ACTIONS.put("roll back", Scene::rollBack);
    ACTIONS.put("restore", Scene::restore);
    ACTIONS.put("resolve", Scene::resolve);
    ACTIONS.put("deploy", scene -> scene.deploy(new Named(List.of(ARTICLE)), PushOptions.NONE));
    ACTIONS.put("deploy changed", scene -> scene.deploy(new Changed(), PushOptions.NONE));
    ACTIONS.put("deploy all", scene -> scene.deploy(new All(), PushOptions.NONE));
    ACTIONS.put(
        "batch",
        scene ->
            scene.deploy(new Named(List.of(ARTICLE)), PushOptions.NONE.with(PushFlag.BATCHED)));
  }

  private static final Map<String, Function<Scene, Availability>> OFFERED =
      Map.of(
          "retry",
          scene -> scene.offer(can -> can.settle().possible() ? can.settle() : can.retry()),
          "restore",
          scene -> scene.offer(AllowedActions::restore),
          "resolve",
          scene -> scene.offer(AllowedActions::resolve),
          "retry run",
          scene -> scene.offerOfRun(AllowedActions.WithRun::retry),
          "roll back",
          scene -> scene.offerOfRun(AllowedActions.WithRun::rollBack));

  @TestFactory
  Stream<DynamicTest> every_action_in_every_state() {
    return GuardMatrix.cells().stream()
        .map(
            cell ->
                DynamicTest.dynamicTest(
                    cell.toString(),
                    () ->
                        assertThat(outcome(cell.state(), cell.action()))
                            .isEqualTo(cell.expected())));
  }

  @Test
  void the_document_contains_this_table() {
    String table =
        Stream.concat(
                Stream.of("| state | " + String.join(" | ", ACTIONS.keySet()) + " |"),
                Stream.concat(
                    Stream.of("|---".repeat(ACTIONS.size() + 1) + "|"),
                    STATES.keySet().stream().map(GuardMatrixTest::row)))
            .collect(Collectors.joining("\n"));
    assertThat(GuardMatrix.table())
        .as("Where every change is meant, replace the table in docs/guards.md by:%n%s", table)
        .isEqualTo(table);
  }

  /** A page asks what can be done before it shows a button for it. */
  @TestFactory
  Stream<DynamicTest> what_a_page_offers_can_be_done_and_nothing_else() {
    return GuardMatrix.cells().stream()
        .filter(cell -> OFFERED.containsKey(cell.action()))
        .map(
            cell ->
                DynamicTest.dynamicTest(
                    cell.toString(),
                    () -> {
                      Scene scene = new Scene();
                      requireNonNull(STATES.get(cell.state())).accept(scene);
                      Availability availability =
                          requireNonNull(OFFERED.get(cell.action())).apply(scene);
                      String reason = availability.reason();
                      if (cell.expected().startsWith("no: ")) {
                        assertThat("no: " + GuardMatrix.brief(String.valueOf(reason)))
                            .isEqualTo(cell.expected());
                      } else {
                        assertThat(reason).isNull();
                      }
                    }));
  }

  private static String row(String state) {
    return ACTIONS.keySet().stream()
        .map(action -> outcome(state, action))
        .collect(Collectors.joining(" | ", "| " + state + " | ", " |"));
  }

  private static String outcome(String state, String action) {
    Scene scene = new Scene();
    requireNonNull(STATES.get(state)).accept(scene);
    try {
      requireNonNull(ACTIONS.get(action)).accept(scene);
    } catch (IllegalTransition | UnknownPlatform e) {
      return "no: " + GuardMatrix.brief(String.valueOf(e.getMessage()));
    }
    return scene.outcome();
  }

  /** One engine with one type in some state. */
  private static final class Scene {
    private static final String ONE = "{\"baseType\":\"_page\",\"displayName\":\"One\"}";
    private static final String TWO = "{\"baseType\":\"_page\",\"displayName\":\"Two\"}";
    private static final String SIX = "{\"baseType\":\"_page\",\"displayName\":\"Six\"}";
    private static final String LONG = "{\"baseType\":\"_page\",\"displayName\":\"One with more\"}";

    private final InMemoryEngine engine = InMemoryEngine.idle();
    private final InMemoryTrail trail = engine.trail();
    private @Nullable SyncId subject;
    private @Nullable SyncId result;
    private @Nullable String said;
    private @Nullable String version;

    private SyncId subject() {
      return requireNonNull(subject);
    }

    private RunId run() {
      RunId run = engine.sync(subject()).intent().cause().run();
      if (run == null) {
        throw new IllegalTransition("It has no run");
      }
      return run;
    }

    // building blocks of states

    private void stored(String content) {
      trail.clock().advance(Duration.ofSeconds(1));
      ContentType type = ContentType.read(ARTICLE, Snapshot.ofText(content));
      trail.snapshots().keepWhole(type.content());
      version =
          new Committing(engine.versions(), trail.clock())
              .commit(Committing.Commit.onHead(type, VersionSource.UI, "ann", null))
              .version()
              .id()
              .hex();
    }

    private SyncId begun(Selection selection, List<TypeKey> removed, PushOptions options) {
      trail.clock().advance(Duration.ofSeconds(1));
      return only(
          engine.deploying().deploy(new DeploymentOrder(CMS, selection, removed, options, CAUSE)));
    }

    private SyncId begun() {
      return begun(new Named(List.of(ARTICLE)), List.of(), PushOptions.NONE);
    }

    private SyncId only(Run run) {
      return trail.runs().ofType(run.id(), ARTICLE).get(0);
    }

    private SyncId pushed(String content) {
      stored(content);
      SyncId id = begun();
      engine.run();
      return id;
    }

    private void refusedNext() {
      engine.gateway().next(RequestPurpose.READ, FailureCase.refused(403, FailureClass.FORBIDDEN));
    }

    private SyncId back(SyncId of, PushOptions options, @Nullable RunId plan) {
      trail.clock().advance(Duration.ofSeconds(1));
      RunId undone = requireNonNull(engine.sync(of).intent().cause().run());
      Run run = engine.rollingBack().rollBack(undone, options, plan, CAUSE).orElseThrow();
      return only(run);
    }

    private SyncId backDone(SyncId of, PushOptions options) {
      SyncId id = back(of, options, null);
      engine.run();
      return id;
    }

    // states

    private void queued() {
      stored(ONE);
      subject = begun();
    }

    private void succeeded() {
      pushed(ONE);
      subject = pushed(TWO);
    }

    private void changedNothing() {
      pushed(ONE);
      subject = begun();
      engine.run();
    }

    private void partlyTaken() {
      engine
          .gateway()
          .takes(
              List.of(new PushResult.Item("a", true, null), new PushResult.Item("b", false, "no")));
      subject = pushed(ONE);
      engine.gateway().takes(List.of());
    }

    private void failed() {
      pushed(ONE);
      refusedNext();
      subject = pushed(TWO);
    }

    private void unknown() {
      stored(ONE);
      engine.gateway().next(RequestPurpose.WRITE, FailureCase.lost(true));
      subject = begun();
      engine.step();
    }

    private void cancelled() {
      pushed(ONE);
      stored(TWO);
      subject = begun();
      new Cancelling(
              trail.syncs(),
              trail.runs(),
              trail.backlog(),
              new Settlement(trail.syncs(), trail.runs(), trail.backlog(), trail.facts()),
              trail.clock())
          .cancel(run(), "ann", null);
    }

    private void superseded() {
      refusedNext();
      subject = pushed(ONE);
      pushed(TWO);
    }

    private void succeededAndSuperseded() {
      pushed(ONE);
      subject = pushed(TWO);
      pushed(SIX);
    }

    private void failedPull() {
      stored(ONE);
      Run pulls =
          trail
              .recordIntent()
              .run(Direction.PULL, CMS, PushOptions.NONE, CAUSE, Run.Origin.NONE, 1);
      refusedNext();
      subject =
          trail
              .recordIntent()
              .sync(
                  new Wanted(Direction.PULL, ARTICLE, Sync.VersionLink.NONE, null),
                  CMS,
                  PushOptions.NONE,
                  CAUSE.in(pulls.id()));
      engine.run();
      engine.gateway().holds(ARTICLE, ONE);
    }

    private void failedDryRun() {
      stored(ONE);
      refusedNext();
      subject = begun(new Named(List.of(ARTICLE)), List.of(), PushOptions.NONE.asDryRun());
      engine.run();
    }

    private void dryRun() {
      stored(ONE);
      subject = begun(new Named(List.of(ARTICLE)), List.of(), PushOptions.NONE.asDryRun());
      engine.run();
    }

    private void outside() {
      stored(ONE);
      Recording recording =
          new Recording(
              trail.syncs(), trail.syncs(), trail.snapshots(), trail.facts(), trail.clock());
      subject =
          recording.begin(
              new Recording.Begun(
                  ARTICLE,
                  new Sync.VersionLink(version, null),
                  CMS,
                  Direction.PUSH,
                  Snapshot.ofText(ONE),
                  CAUSE,
                  null));
      recording.status(
          subject(), new Recording.Reported(SyncStatus.FAILED, null, "no", List.of(), null), "ann");
    }

    private void circle() {
      stored(ONE);
      Run run =
          trail
              .recordIntent()
              .run(Direction.PUSH, CMS, PushOptions.NONE, CAUSE, Run.Origin.NONE, 1);
      refusedNext();
      subject =
          trail
              .recordIntent()
              .sync(
                  new Wanted(
                      Direction.PUSH,
                      ARTICLE,
                      new Sync.VersionLink(version, null),
                      trail.snapshots().keep(Snapshot.ofText(ONE))),
                  CMS,
                  PushOptions.NONE.with(PushFlag.SECOND_PHASE),
                  CAUSE.in(run.id()));
      engine.run();
    }

    private void openConflict() {
      changedByOthers(PushOptions.NONE);
    }

    private void changedByOthers(PushOptions options) {
      stored(ONE);
      engine.gateway().holds(ARTICLE, SIX);
      engine
          .deployedStates()
          .save(
              DeployedStateFacts.wanted(
                  CMS, ARTICLE, trail.snapshots().keep(Snapshot.ofText(TWO))));
      subject = begun(new Named(List.of(ARTICLE)), List.of(), options);
      engine.run();
    }

    private void resolvedConflict() {
      openConflict();
      engine.resolving().resolve(subject(), OnConflict.KEEP_THEIRS, CAUSE);
    }

    private void failedBeforeTheirsWasKept() {
      refusedNext();
      SyncId failed = pushed(TWO);
      openConflict();
      engine.resolving().resolve(subject(), OnConflict.KEEP_THEIRS, CAUSE);
      subject = failed;
    }

    private void theirsKeptAndNewer() {
      resolvedConflict();
      stored(TWO);
    }

    private void theirsKeptByThePush() {
      changedByOthers(PushOptions.NONE.on(OnConflict.KEEP_THEIRS));
    }

    private void refusedRollback() {
      pushed(ONE);
      SyncId second = pushed(TWO);
      pushed(SIX);
      subject = backDone(second, PushOptions.NONE);
    }

    private void failedRollback() {
      pushed(ONE);
      SyncId second = pushed(TWO);
      refusedNext();
      subject = backDone(second, PushOptions.NONE);
    }

    private void failedRollbackSuperseded() {
      failedRollback();
      pushed(SIX);
    }

    private void failedRollbackThatDeletes() {
      pushed(ONE);
      SyncId second = pushed(LONG);
      refusedNext();
      subject = backDone(second, new PushOptions(false, true));
    }

    private void failedRollbackPlanned() {
      pushed(ONE);
      SyncId second = pushed(LONG);
      SyncId plan = backDone(second, PushOptions.NONE.asDryRun());
      refusedNext();
      subject =
          back(second, new PushOptions(false, true), engine.sync(plan).intent().cause().run());
      engine.run();
    }

    private void rolledBack() {
      pushed(ONE);
      SyncId second = pushed(TWO);
      subject = backDone(second, PushOptions.NONE);
    }

    private void rolledBackAndNewer() {
      rolledBack();
      stored(SIX);
    }

    private void rolledBackToAnAlteredState() {
      engine.gateway().stores(sent -> sent.replace("}", ",\"sortOrder\":0}"));
      rolledBack();
    }

    private void rolledBackAndUnpinned() {
      rolledBack();
      engine.pinning().remove(CMS, ARTICLE, CAUSE);
    }

    private void failedBeforeItWasRolledBack() {
      pushed(ONE);
      SyncId second = pushed(TWO);
      refusedNext();
      subject = pushed(SIX);
      backDone(second, PushOptions.NONE);
    }

    private void removedByRollback() {
      SyncId first = pushed(ONE);
      subject = backDone(first, PushOptions.NONE);
    }

    private void failedRestore() {
      pushed(ONE);
      VersionId old = new VersionId(requireNonNull(version));
      pushed(TWO);
      refusedNext();
      subject = begun(new Exactly(old), List.of(), PushOptions.NONE);
      engine.run();
    }

    private void restored() {
      pushed(ONE);
      VersionId old = new VersionId(requireNonNull(version));
      pushed(TWO);
      subject = begun(new Exactly(old), List.of(), PushOptions.NONE);
      engine.run();
    }

    private void failedRemoval() {
      pushed(ONE);
      refusedNext();
      subject = begun(new Named(List.of()), List.of(ARTICLE), PushOptions.NONE);
      engine.run();
    }

    private void platformGone() {
      failed();
      engine.platforms().remove(CMS);
    }

    // what pages offer

    private Availability offer(Function<AllowedActions, Availability> availability) {
      return availability.apply(engine.determineActions().with(subject()).orElseThrow());
    }

    private Availability offerOfRun(Function<AllowedActions.WithRun, Availability> availability) {
      RunId run = engine.sync(subject()).intent().cause().run();
      return run == null
          ? new Availability("It has no run")
          : availability.apply(engine.determineActions().with(run).orElseThrow());
    }

    // actions

    private void retry() {
      result = engine.retrying().sync(subject(), CAUSE).orElseThrow();
      engine.run();
    }

    private void retryInBulk() {
      InMemoryBulkRetries retries = new InMemoryBulkRetries(trail.syncs());
      BulkRetrying retrying = new BulkRetrying(retries, engine.retrying(), trail.clock());
      SyncStatus status = engine.sync(subject()).status();
      SyncFilter filter = SyncFilter.ALL.with(Criterion.STATUS, status);
      BulkRetry job = retrying.begin(filter, null, CAUSE);
      for (Optional<UUID> id = retrying.next(); id.isPresent(); id = retrying.next()) {
        retrying.step(id.get());
      }
      BulkRetryEntry bulkRetryEntry =
          retries.entries(job.id(), null, null, false, 100).stream()
              .filter(one -> one.sync().equals(subject()))
              .findFirst()
              .orElseThrow();
      if (bulkRetryEntry.next() == null) {
        throw new IllegalTransition(requireNonNull(bulkRetryEntry.reason()));
      }
      result = bulkRetryEntry.next();
      engine.run();
    }

    private void retryRun() {
      happened(engine.retrying().run(run(), CAUSE));
    }

    private void rollBack() {
      happened(engine.rollingBack().rollBack(run(), PushOptions.NONE, null, CAUSE));
    }

    private void restore() {
      String of = engine.sync(subject()).version().versionId();
      if (of == null || !VersionId.isLegal(of)) {
        throw new IllegalTransition("has no known version");
      }
      deploy(new Exactly(new VersionId(of)), PushOptions.NONE);
    }

    private void deploy(Selection selection, PushOptions options) {
      trail.clock().advance(Duration.ofSeconds(1));
      happened(
          Optional.of(
              engine.deploying().deploy(new DeploymentOrder(CMS, selection, options, CAUSE))));
    }

    private void resolve() {
      Conflict resolved =
          engine
              .resolving()
              .resolve(subject(), OnConflict.OVERWRITE, CAUSE)
              .orElseThrow(() -> new IllegalTransition("has no conflict"));
      happened(trail.runs().find(requireNonNull(resolved.resolvedBy())));
    }

    private void happened(Optional<Run> started) {
      Run run = started.orElseThrow(() -> new IllegalTransition("Deployment not found"));
      List<SyncId> syncs = trail.runs().ofType(run.id(), ARTICLE);
      if (syncs.isEmpty()) {
        said = "skips";
        return;
      }
      result = syncs.get(syncs.size() - 1);
      engine.run();
    }

    // outcomes

    private String outcome() {
      if (said != null) {
        return said;
      }
      Sync sync = engine.sync(requireNonNull(result));
      if (sync.id().equals(subject())) {
        return "settles";
      }
      return switch (sync.status()) {
        case FAILED -> "fails " + requireNonNull(sync.state().failure()).failureClass();
        case SUCCESS -> sync.state().operation() == Operation.NONE ? "finds it so" : "goes out";
        case PARTIAL, IN_PROGRESS, UNKNOWN -> sync.status().toString();
      };
    }
  }
}
