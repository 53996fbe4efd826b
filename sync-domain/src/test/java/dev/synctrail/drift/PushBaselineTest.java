package dev.synctrail.drift;

import static dev.synctrail.tracking.InMemoryTrail.CAUSE;
import static dev.synctrail.tracking.InMemoryTrail.CMS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.conflict.Conflict;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.InMemoryEngine;
import dev.synctrail.drift.DeployedState.LeftBy;
import dev.synctrail.drift.DeployedState.State;
import dev.synctrail.drift.DriftVerdict.Word;
import dev.synctrail.gateway.FailureCase;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.InMemoryGateway;
import dev.synctrail.gateway.OnConflict;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.gateway.TypeListing;
import dev.synctrail.history.Period;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Attempt;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.BeforeTry;

/** Changes by others are detected against the response to our write, not against what was sent. */
class PushBaselineTest {
  private static final TypeKey ARTICLE = new TypeKey("Article");
  private static final String OURS = content("ours");
  private static final String NEWER = content("newer");
  private static final String THEIRS = content("theirs");

  private InMemoryEngine engine = InMemoryEngine.idle();
  private InMemoryGateway platform = engine.gateway();
  private InMemoryDrift product = new InMemoryDrift(engine, platform, InMemoryEngine.DRIFT);

  @BeforeTry
  void begin() {
    engine = InMemoryEngine.idle();
    platform = engine.gateway();
    product = new InMemoryDrift(engine, platform, InMemoryEngine.DRIFT);
  }

  private static String content(String name) {
    return "{\"baseType\":\"_page\",\"displayName\":\"" + name + "\"}";
  }

  private SyncId begun(String content, OnConflict how) {
    return engine.trail().push(ARTICLE, content, PushOptions.NONE.on(how), CAUSE);
  }

  /** Pushes a content; its result is not read back yet. */
  private SyncId pushed(String content, OnConflict how) {
    SyncId id = begun(content, how);
    product.runUntilSettled(id);
    return id;
  }

  private SyncId pushed(String content) {
    return pushed(content, OnConflict.REFUSE);
  }

  private SyncId readBack(String content) {
    SyncId id = pushed(content);
    product.run();
    return id;
  }

  private DriftVerdict verdict(SyncId push) {
    return product.verdict(push).orElseThrow();
  }

  private DeployedState deployedState() {
    return engine.deployedStates().find(CMS, ARTICLE).orElseThrow();
  }

  private boolean isConflict(SyncId push) {
    Sync sync = engine.sync(push);
    return sync.status() == SyncStatus.FAILED
        && Objects.requireNonNull(sync.state().failure()).failureClass() == FailureClass.CONFLICT;
  }

  @Property
  void the_response_to_the_write_distinguishes_an_edit_from_an_alteration_by_the_platform(
      @ForAll boolean alters, @ForAll boolean answers, @ForAll boolean lost, @ForAll boolean edit) {
    if (alters) {
      platform.stores(sent -> sent.replace("ours", "OURS"));
    }
    if (!answers) {
      platform.answersWithoutBodies();
    }
    if (lost && !alters) {
      platform.next(RequestPurpose.WRITE, FailureCase.lost(true));
    }
    SyncId first = pushed(OURS);
    if (edit) {
      platform.holds(ARTICLE, THEIRS);
    }

    product.run();

    boolean told = answers || (lost && !alters);
    Word unedited = alters ? Word.ALTERED : Word.CONFIRMED;
    Word edited = told ? Word.DRIFTED : Word.ALTERED;
    assertThat(verdict(first).word()).isEqualTo(edit ? edited : unedited);
    assertThat(deployedState().state() == State.IN_SYNC).isEqualTo(!alters && !edit);
    assertThat(product.drifting().isEmpty()).isEqualTo(!edit || !told);
    LeftBy answered = edit ? LeftBy.ANSWER : LeftBy.CONFIRMED_ANSWER;
    assertThat(verdict(first).base())
        .isEqualTo(answers && (!lost || alters) ? answered : LeftBy.READ_BACK);

    platform.stores(sent -> sent);
    SyncId next = pushed(NEWER);
    assertThat(isConflict(next)).isEqualTo(edit && told);
    assertThat(platform.held(ARTICLE)).contains(edit && told ? THEIRS : NEWER);
  }

  @Example
  void a_push_that_comes_before_the_read_back_waits_for_it_and_overwrites_nothing() {
    Duration later = Duration.ofSeconds(1);
    DriftPolicy policy = new DriftPolicy(later, 1, later, Duration.ofDays(1), List.of());
    engine = InMemoryEngine.idle(policy);
    platform = engine.gateway();
    product = new InMemoryDrift(engine, platform, policy);
    SyncId first = pushed(OURS);
    platform.holds(ARTICLE, THEIRS);

    SyncId next = pushed(NEWER);

    assertThat(isConflict(next)).isTrue();
    assertThat(engine.trail().syncs().attempts(next))
        .extracting(Attempt::outcome)
        .containsExactly(Attempt.Outcome.DEFERRED, Attempt.Outcome.FAILED);
    assertThat(engine.sync(next).state().retryCount()).isEqualTo(1);
    assertThat(platform.held(ARTICLE)).contains(THEIRS);
    assertThat(verdict(first).word()).isEqualTo(Word.DRIFTED);
    assertThat(deployedState().fields()).containsExactly("/displayName");
  }

  @Example
  void a_change_that_cannot_be_read_back_is_still_a_conflict() {
    platform.next(RequestPurpose.READ_BACK, FailureCase.refused(403, FailureClass.FORBIDDEN));
    SyncId first = readBack(OURS);
    platform.holds(ARTICLE, THEIRS);

    assertThat(verdict(first).word()).isEqualTo(Word.UNVERIFIABLE);
    assertThat(isConflict(pushed(NEWER))).isTrue();
    assertThat(platform.held(ARTICLE)).contains(THEIRS);
  }

  @Example
  void an_edit_of_a_type_altered_by_the_platform_is_drift() {
    platform.stores(sent -> sent.replace("ours", "OURS"));
    SyncId first = readBack(OURS);
    platform.holds(ARTICLE, THEIRS);

    product.check();

    assertThat(verdict(first).word()).isEqualTo(Word.DRIFTED);
    assertThat(deployedState().lastKnownGood()).isNull();
    platform.holds(ARTICLE, content("OURS"));
    product.check();
    assertThat(verdict(first).word()).isEqualTo(Word.ALTERED);
    assertThat(product.drifting()).isEmpty();
  }

  @Example
  void a_change_that_a_push_keeps_is_accepted_and_does_not_confirm_our_push() {
    SyncId first = readBack(OURS);
    platform.holds(ARTICLE, THEIRS);

    SyncId second = pushed(NEWER, OnConflict.KEEP_THEIRS);
    product.check();

    assertThat(engine.sync(second).state().operation()).isEqualTo(Operation.NONE);
    assertThat(deployedState().state()).isEqualTo(State.ACCEPTED);
    assertThat(deployedState().pushed()).isEqualTo(first);
    assertThat(verdict(first).word()).isEqualTo(Word.DRIFTED);
    assertThat(product.verdict(second)).isEmpty();
    assertThat(platform.held(ARTICLE)).contains(THEIRS);
    assertThat(engine.sync(pushed(NEWER)).status()).isEqualTo(SyncStatus.SUCCESS);
  }

  @Example
  void a_push_that_changed_nothing_supersedes_nothing() {
    SyncId first = readBack(OURS);

    SyncId again = readBack(OURS);

    assertThat(engine.sync(again).state().operation()).isEqualTo(Operation.NONE);
    assertThat(verdict(first).word()).isEqualTo(Word.CONFIRMED);
    assertThat(product.verdict(again)).isEmpty();
    assertThat(deployedState().pushed()).isEqualTo(first);
    platform.holds(ARTICLE, THEIRS);
    product.check();
    assertThat(verdict(first).word()).isEqualTo(Word.DRIFTED);
  }

  @Example
  void a_push_that_finds_its_content_pushed_by_others_is_confirmed_and_ends_the_drift() {
    SyncId first = readBack(OURS);
    platform.holds(ARTICLE, THEIRS);
    product.check();

    SyncId second = readBack(THEIRS);

    assertThat(engine.sync(second).state().operation()).isEqualTo(Operation.NONE);
    assertThat(verdict(first).word()).isEqualTo(Word.DRIFTED);
    assertThat(verdict(second).word()).isEqualTo(Word.CONFIRMED);
    assertThat(
            engine
                .driftIncidents()
                .list(
                    new DriftIncidents.Filter(CMS, ARTICLE, null, null, Period.ALWAYS),
                    null,
                    false,
                    9))
        .singleElement()
        .satisfies(
            incident -> {
              assertThat(incident.end()).isEqualTo(DriftIncident.End.ACCEPTED);
              assertThat(incident.endedBy()).isEqualTo(second);
            });
    SyncId third = readBack(NEWER);
    assertThat(verdict(second).supersededBy()).isEqualTo(third);
  }

  @Example
  void the_merged_content_is_the_desired_state() {
    String one = "{\"baseType\":\"_page\",\"displayName\":\"one\",\"sortOrder\":1}";
    readBack(one);
    platform.holds(ARTICLE, one.replace(":1", ":7"));

    SyncId merged = pushed(one.replace("one", "two"), OnConflict.MERGE);
    product.run();

    assertThat(platform.held(ARTICLE).orElseThrow()).contains("two", ":7");
    assertThat(verdict(merged).word()).isEqualTo(Word.CONFIRMED);
    assertThat(deployedState().state()).isEqualTo(State.IN_SYNC);
  }

  @Example
  void a_conflict_contains_the_content_of_our_last_push_and_not_of_one_that_kept_theirs() {
    readBack(OURS);
    platform.holds(ARTICLE, THEIRS);
    pushed(NEWER, OnConflict.KEEP_THEIRS);
    platform.holds(ARTICLE, content("theirs again"));

    SyncId met = pushed(content("newest"));

    Conflict conflict = engine.conflicts().of(met).orElseThrow();
    assertThat(conflict.wantedThen()).isEqualTo(PayloadReference.of(Snapshot.ofText(OURS)));
    assertThat(conflict.base()).isEqualTo(PayloadReference.of(Snapshot.ofText(THEIRS)));
  }

  @Example
  void a_check_reports_items_that_it_cannot_check() {
    readBack(OURS);
    TypeListing.Skipped odd = new TypeListing.Skipped("a/b", "The key is none");
    platform.lists(odd);

    product.check();

    assertThat(product.skipped()).containsExactly(odd);
    assertThat(deployedState().state()).isEqualTo(State.IN_SYNC);
  }

  @Example
  void a_dry_run_changes_no_state() {
    SyncId first = readBack(OURS);
    DeployedState before = deployedState();
    platform.holds(ARTICLE, THEIRS);

    SyncId dry = engine.trail().push(ARTICLE, NEWER, PushOptions.NONE.asDryRun(), CAUSE);
    product.run();

    assertThat(isConflict(dry)).isTrue();
    assertThat(engine.conflicts().countOpen()).isZero();
    assertThat(deployedState()).isEqualTo(before);
    assertThat(verdict(first).word()).isEqualTo(Word.CONFIRMED);
  }

  @Example
  void a_resolution_is_not_applied_to_a_state_that_the_user_has_not_seen() {
    readBack(OURS);
    platform.holds(ARTICLE, THEIRS);
    SyncId refused = pushed(NEWER);
    engine.resolving().resolve(refused, OnConflict.OVERWRITE, CAUSE);
    platform.holds(ARTICLE, content("theirs, once more"));

    product.run();

    assertThat(platform.held(ARTICLE)).contains(content("theirs, once more"));
    Conflict open = engine.conflicts().lockOpen(CMS, ARTICLE).orElseThrow();
    assertThat(open.metBy()).hasSize(1).doesNotContain(refused);
    assertThat(engine.conflicts().of(refused).orElseThrow().resolution())
        .isEqualTo(OnConflict.OVERWRITE);
  }
}
