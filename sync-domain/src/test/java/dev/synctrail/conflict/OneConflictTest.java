package dev.synctrail.conflict;

import static dev.synctrail.tracking.InMemoryTrail.CAUSE;
import static dev.synctrail.tracking.InMemoryTrail.CMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.InMemoryEngine;
import dev.synctrail.drift.DriftWorld;
import dev.synctrail.gateway.FailureCase;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.OnConflict;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.AttemptOpening.Opened;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.StaleLane;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.BeforeTry;

/** At most one conflict per type and platform is open, however many pushes meet it. */
class OneConflictTest {
  private static final TypeKey ARTICLE = new TypeKey("Article");

  private DriftWorld world = DriftWorld.idle();
  private InMemoryEngine engine = world.engine();

  @BeforeTry
  void begin() {
    world = DriftWorld.idle();
    engine = world.engine();
  }

  private static String content(String name) {
    return "{\"baseType\":\"_page\",\"displayName\":\"" + name + "\"}";
  }

  private SyncId pushed(String name, OnConflict how) {
    SyncId id = engine.trail().push(ARTICLE, content(name), PushOptions.NONE.on(how), CAUSE);
    world.run();
    return id;
  }

  private SyncId pushed(String name) {
    return pushed(name, OnConflict.REFUSE);
  }

  private void theirs(String name) {
    engine.trail().clock().advance(Duration.ofSeconds(1));
    engine.gateway().holds(ARTICLE, content(name));
  }

  private Conflict open() {
    return engine.conflicts().lockOpen(CMS, ARTICLE).orElseThrow();
  }

  private static PayloadReference reference(String name) {
    return PayloadReference.of(Snapshot.ofText(content(name)));
  }

  @Example
  void a_push_of_the_same_difference_joins_it() {
    pushed("one");
    theirs("theirs");
    SyncId first = pushed("two");
    Conflict before = open();

    SyncId second = pushed("three");

    assertThat(engine.conflicts().countOpen()).isEqualTo(1);
    assertThat(open().sync()).isEqualTo(first);
    assertThat(open().metBy()).containsExactly(first, second);
    assertThat(open().wanted()).isEqualTo(reference("three"));
    assertThat(open().foundAt()).isEqualTo(before.foundAt());
    assertThat(open().updatedAt()).isEqualTo(before.updatedAt());
    assertThat(engine.conflicts().of(second)).contains(open());
  }

  @Example
  void a_lane_that_was_overtaken_records_none() {
    pushed("one");
    theirs("theirs");
    engine.trail().push(ARTICLE, content("two"), PushOptions.NONE, CAUSE);
    Opened overtaken = engine.trail().open();
    AtomicBoolean taken = new AtomicBoolean();
    engine
        .trail()
        .facts()
        .beforeTransaction(
            () -> {
              if (taken.compareAndSet(false, true)) {
                engine.trail().take();
              }
            });

    assertThatThrownBy(() -> engine.pushing().push(overtaken)).isInstanceOf(StaleLane.class);

    assertThat(taken).isTrue();
    assertThat(engine.conflicts().countOpen()).isZero();
  }

  @Example
  void a_push_of_another_difference_brings_it_up_to_date() {
    pushed("one");
    theirs("theirs");
    SyncId first = pushed("two");
    Conflict before = open();
    theirs("theirs, once more");

    SyncId second = pushed("two");

    assertThat(engine.conflicts().countOpen()).isEqualTo(1);
    assertThat(open().metBy()).containsExactly(first, second);
    assertThat(open().theirs()).isEqualTo(reference("theirs, once more"));
    assertThat(open().foundAt()).isEqualTo(before.foundAt());
    assertThat(open().updatedAt()).isAfter(before.updatedAt());
  }

  @Example
  void resolving_with_ours_pushes_the_content_of_the_latest_push() {
    pushed("one");
    theirs("theirs");
    SyncId first = pushed("two");
    SyncId second = pushed("three");

    Conflict decided = engine.resolving().resolve(first, OnConflict.OVERWRITE, CAUSE).orElseThrow();
    world.run();

    assertThat(engine.gateway().held(ARTICLE)).contains(content("three"));
    Conflict after = engine.conflicts().of(first).orElseThrow();
    assertThat(after.resolution()).isEqualTo(OnConflict.OVERWRITE);
    assertThat(after.reason()).isEqualTo("release");
    assertThat(after.resolvedBy()).isEqualTo(decided.resolvedBy());
    assertThat(after.metBy()).startsWith(first, second).hasSize(3);
    assertThat(engine.conflicts().countOpen()).isZero();
  }

  @Example
  void a_push_that_overwrites_by_itself_ends_it_when_it_has_landed() {
    pushed("one");
    theirs("theirs");
    SyncId first = pushed("two");
    engine.gateway().next(RequestPurpose.WRITE, FailureCase.refused(400, FailureClass.REJECTED));
    pushed("three", OnConflict.OVERWRITE);
    assertThat(open().metBy()).containsExactly(first);

    SyncId landed = pushed("three", OnConflict.OVERWRITE);

    assertThat(engine.conflicts().of(first).orElseThrow().supersededBy()).isEqualTo(landed);
    assertThat(engine.conflicts().of(landed).orElseThrow().resolution())
        .isEqualTo(OnConflict.OVERWRITE);
    assertThat(engine.conflicts().countOpen()).isZero();
  }

  @Example
  void a_push_that_keeps_theirs_resolves_it() {
    pushed("one");
    theirs("theirs");
    SyncId first = pushed("two");

    SyncId second = pushed("three", OnConflict.KEEP_THEIRS);

    assertThat(engine.conflicts().of(first)).isEqualTo(engine.conflicts().of(second));
    assertThat(engine.conflicts().of(first).orElseThrow().resolution())
        .isEqualTo(OnConflict.KEEP_THEIRS);
    assertThat(engine.conflicts().countOpen()).isZero();
  }

  @Example
  void a_change_found_after_a_resolution_is_a_new_conflict() {
    pushed("one");
    theirs("theirs");
    SyncId first = pushed("two");
    engine.resolving().resolve(first, OnConflict.KEEP_THEIRS, CAUSE);
    theirs("theirs, once more");

    SyncId second = pushed("three");

    assertThat(open().metBy()).containsExactly(second);
    assertThat(engine.conflicts().of(first).orElseThrow().metBy()).containsExactly(first);
  }

  @Example
  void a_decision_is_not_applied_to_a_state_that_appears_after_it() {
    pushed("one");
    theirs("theirs");
    SyncId first = pushed("two");
    engine.resolving().resolve(first, OnConflict.OVERWRITE, CAUSE);
    theirs("theirs, once more");

    world.run();

    assertThat(engine.gateway().held(ARTICLE)).contains(content("theirs, once more"));
    assertThat(open().theirs()).isEqualTo(reference("theirs, once more"));
  }

  private SyncId resolutionThatFails(SyncId first) {
    engine.gateway().next(RequestPurpose.WRITE, FailureCase.refused(400, FailureClass.REJECTED));
    RunId run =
        engine
            .resolving()
            .resolve(first, OnConflict.OVERWRITE, CAUSE)
            .map(Conflict::resolvedBy)
            .orElseThrow();
    world.run();
    return engine.trail().runs().inStatus(run, SyncStatus.FAILED).get(0);
  }

  @Example
  void the_retry_of_a_resolution_is_not_applied_to_a_state_that_appears_after_the_decision() {
    pushed("one");
    theirs("theirs");
    SyncId failed = resolutionThatFails(pushed("two"));
    theirs("new");

    engine.retrying().sync(failed, CAUSE);
    world.run();

    assertThat(engine.gateway().held(ARTICLE)).contains(content("new"));
    assertThat(open().theirs()).isEqualTo(reference("new"));
  }

  @Example
  void a_decision_whose_record_was_purged_is_not_applied_to_any_change_by_others() {
    pushed("one");
    theirs("theirs");
    SyncId first = pushed("two");
    engine.resolving().resolve(first, OnConflict.OVERWRITE, CAUSE);
    engine.trail().syncs().purge(first);
    engine.conflicts().purge(first);
    theirs("new");

    world.run();

    assertThat(engine.gateway().held(ARTICLE)).contains(content("new"));
    assertThat(open().theirs()).isEqualTo(reference("new"));
  }

  @Example
  void the_retry_of_a_resolution_is_applied_to_the_state_that_was_decided_about() {
    pushed("one");
    theirs("theirs");
    SyncId failed = resolutionThatFails(pushed("two"));

    engine.retrying().sync(failed, CAUSE);
    world.run();

    assertThat(engine.gateway().held(ARTICLE)).contains(content("two"));
    assertThat(engine.conflicts().countOpen()).isZero();
  }

  @Provide
  Arbitrary<List<Integer>> steps() {
    return Arbitraries.integers().between(0, 6).list().ofMaxSize(25);
  }

  /** The store rejects a second open conflict. */
  @Property(tries = 300)
  void never_two_are_open_and_each_push_that_met_one_is_listed(
      @ForAll("steps") List<Integer> steps) {
    List<SyncId> refused = new ArrayList<>();
    int number = 0;
    for (int step : steps) {
      number++;
      if (step < 2) {
        theirs("theirs " + step);
        continue;
      }
      SyncId push =
          step == 6 ? pushed("ours " + number, OnConflict.OVERWRITE) : pushed("ours " + (step % 3));
      if (engine.sync(push).status() == SyncStatus.FAILED) {
        refused.add(push);
      }
    }

    assertThat(engine.conflicts().countOpen()).isLessThanOrEqualTo(1);
    assertThat(refused)
        .allSatisfy(
            push -> assertThat(engine.conflicts().of(push).orElseThrow().metBy()).contains(push));
  }
}
