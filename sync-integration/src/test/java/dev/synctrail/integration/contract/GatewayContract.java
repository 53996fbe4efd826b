package dev.synctrail.integration.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.ConflictFound;
import dev.synctrail.gateway.ConnectionReport;
import dev.synctrail.gateway.CredentialState;
import dev.synctrail.gateway.DesiredState;
import dev.synctrail.gateway.ExpectedState;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.LiveState;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PlatformGateway;
import dev.synctrail.gateway.PullOrder;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.PushOrder;
import dev.synctrail.gateway.PushResult;
import dev.synctrail.gateway.ReadBack;
import dev.synctrail.gateway.Rejected;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.platform.Platform;
import dev.synctrail.snapshot.Snapshot;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract of a gateway without failures, for a stand-in or the live platform. */
public abstract class GatewayContract {
  protected RecordingLog log = new RecordingLog();

  /** Returns the gateway under test. */
  protected abstract PlatformGateway gateway();

  /** Returns a reachable platform with credentials. */
  protected abstract Platform platform();

  /** Returns the same platform with an id that has no credentials. */
  protected abstract Platform stranger();

  /** Returns a key without a type; tests may leave types under it. */
  protected abstract TypeKey key();

  /** Returns a type with at least two members that can be changed. */
  protected abstract Snapshot sample(TypeKey key);

  /** Returns the sample with a change without data loss. */
  protected abstract Snapshot changed(TypeKey key);

  /** Returns the sample without one of its parts, which the platform treats as data loss. */
  protected abstract Snapshot reduced(TypeKey key);

  protected PushOrder order(TypeKey key, Snapshot wanted) {
    return order(key, wanted, PushOptions.NONE, null);
  }

  protected PushOrder order(
      TypeKey key, Snapshot wanted, PushOptions options, @Nullable ExpectedState expectedState) {
    return new PushOrder(platform(), key, wanted, options, expectedState, log)
        .withOwnContents(own(key));
  }

  /** Returns everything that a test pushes. */
  private List<Snapshot> own(TypeKey key) {
    return List.of(sample(key), changed(key), reduced(key));
  }

  protected PushOrder removal(TypeKey key, @Nullable ExpectedState expectedState) {
    return new PushOrder(
        platform(), key, new DesiredState.Gone(), PushOptions.NONE, expectedState, log);
  }

  protected PullOrder pullOrder(TypeKey key) {
    return new PullOrder(platform(), key, log);
  }

  protected LiveState live(TypeKey key) {
    return gateway().pull(new PullOrder(platform(), key, new RecordingLog())).live().orElseThrow();
  }

  protected PushResult given(TypeKey key, Snapshot wanted) {
    return gateway()
        .push(new PushOrder(platform(), key, wanted, PushOptions.NONE, null, new RecordingLog()));
  }

  @Test
  protected void returns_its_kind_and_version() {
    assertThat(gateway().kind()).isEqualTo(platform().kind());
    assertThat(gateway().adapterVersion()).isNotBlank();
    assertThat(gateway().check(platform())).isEmpty();
  }

  @Test
  protected void creates_a_missing_type() {
    TypeKey key = key();
    PushResult result = gateway().push(order(key, sample(key)));
    assertThat(result.operation()).isEqualTo(Operation.CREATE);
    assertThat(result.isPartial()).isFalse();
    assertThat(log.requests(RequestPurpose.WRITE)).hasSize(1);
    assertThat(log.requests(RequestPurpose.WRITE).get(0).body()).isEqualTo(sample(key));
    assertThat(gateway().pull(pullOrder(key)).live()).isPresent();
  }

  @Test
  protected void writes_nothing_when_the_desired_state_exists() {
    TypeKey key = key();
    given(key, sample(key));
    PushResult result = gateway().push(order(key, sample(key)));
    assertThat(result.operation()).isEqualTo(Operation.NONE);
    assertThat(log.requests(RequestPurpose.WRITE)).isEmpty();
  }

  @Test
  protected void pushing_a_pulled_type_changes_nothing() {
    TypeKey key = key();
    given(key, sample(key));
    PushResult result = gateway().push(order(key, live(key).content()));
    assertThat(result.operation()).isEqualTo(Operation.NONE);
  }

  @Test
  protected void updates_only_the_differences() {
    TypeKey key = key();
    given(key, sample(key));
    PushResult result = gateway().push(order(key, changed(key)));
    assertThat(result.operation()).isEqualTo(Operation.UPDATE);
    Snapshot sent =
        Optional.ofNullable(log.requests(RequestPurpose.WRITE).get(0).body()).orElseThrow();
    if (gateway().capabilities().patches()) {
      assertThat(sent.size()).isLessThan(changed(key).size());
    }
    assertThat(gateway().push(order(key, changed(key))).operation()).isEqualTo(Operation.NONE);
  }

  @Test
  protected void a_dry_run_returns_the_operation_and_writes_nothing() {
    TypeKey key = key();
    PushOptions dry = new PushOptions(true, false);
    assertThat(gateway().push(order(key, sample(key), dry, null)).operation())
        .isEqualTo(Operation.CREATE);
    given(key, sample(key));
    assertThat(gateway().push(order(key, changed(key), dry, null)).operation())
        .isEqualTo(Operation.UPDATE);
    assertThat(gateway().push(order(key, sample(key), dry, null)).operation())
        .isEqualTo(Operation.NONE);
    assertThat(log.requests(RequestPurpose.WRITE)).isEmpty();
  }

  @Test
  protected void a_breaking_change_is_applied_only_when_allowed() {
    TypeKey key = key();
    given(key, sample(key));
    assertThatExceptionOfType(Rejected.class)
        .isThrownBy(() -> gateway().push(order(key, reduced(key))))
        .satisfies(
            thrown ->
                assertThat(thrown.failure().failureClass())
                    .isEqualTo(FailureClass.BREAKING_CHANGE));
    PushOptions allowing = new PushOptions(false, true);
    assertThat(gateway().push(order(key, reduced(key), allowing, null)).operation())
        .isEqualTo(Operation.UPDATE);
    assertThat(gateway().push(order(key, reduced(key))).operation()).isEqualTo(Operation.NONE);
  }

  @Test
  protected void overwrites_only_the_expected_state() {
    TypeKey key = key();
    given(key, sample(key));
    ExpectedState read = new ExpectedState(live(key).etag());
    assertConflict(order(key, changed(key), PushOptions.NONE, ExpectedState.ABSENT));
    assertConflict(order(key, changed(key), PushOptions.NONE, new ExpectedState("\"another\"")));
    assertThat(log.requests(RequestPurpose.WRITE)).isEmpty();
    assertThat(gateway().push(order(key, changed(key), PushOptions.NONE, read)).operation())
        .isEqualTo(Operation.UPDATE);
    assertConflict(order(key, sample(key), PushOptions.NONE, read));

    TypeKey other = key();
    assertConflict(order(other, sample(other), PushOptions.NONE, read));
    assertThat(
            gateway()
                .push(order(other, sample(other), PushOptions.NONE, ExpectedState.ABSENT))
                .operation())
        .isEqualTo(Operation.CREATE);
  }

  private void assertConflict(PushOrder order) {
    assertThatExceptionOfType(ConflictFound.class)
        .isThrownBy(() -> gateway().push(order))
        .satisfies(
            thrown ->
                assertThat(thrown.failure().failureClass())
                    .isEqualTo(FailureClass.PRECONDITION_FAILED));
  }

  @Test
  protected void removes_an_existing_type_and_does_nothing_for_a_missing_one() {
    TypeKey key = key();
    assertThat(gateway().push(removal(key, null)).operation()).isEqualTo(Operation.NONE);
    given(key, sample(key));
    assertThatThrownBy(() -> gateway().push(removal(key, new ExpectedState("\"another\""))))
        .isInstanceOf(ConflictFound.class);
    PushOrder dry =
        new PushOrder(
            platform(), key, new DesiredState.Gone(), PushOptions.NONE.asDryRun(), null, log);
    assertThat(gateway().push(dry).operation()).isEqualTo(Operation.DELETE);
    assertThat(log.requests(RequestPurpose.WRITE)).isEmpty();
    assertThat(gateway().readBack(removal(key, null), live(key).content()).finding())
        .isEqualTo(ReadBack.Finding.AS_BEFORE);
    PushResult result = gateway().push(removal(key, new ExpectedState(live(key).etag())));
    assertThat(gateway().readBack(removal(key, null), null).finding())
        .isEqualTo(ReadBack.Finding.WANTED);
    assertThat(result.operation()).isEqualTo(Operation.DELETE);
    assertThat(gateway().pull(pullOrder(key)).live()).isEmpty();
  }

  @Test
  protected void members_that_were_never_ours_are_kept_and_no_loss() {
    TypeKey key = key();
    given(key, sample(key));
    Snapshot liveState = live(key).content();
    assertThat(gateway().losses(platform(), liveState, reduced(key), List.of())).isEmpty();
    assertThat(gateway().differences(platform(), liveState, reduced(key))).isEmpty();
    assertThat(gateway().differences(platform(), liveState, reduced(key), own(key))).isNotEmpty();
    PushOrder stranger = new PushOrder(platform(), key, reduced(key), PushOptions.NONE, null, log);
    assertThat(gateway().push(stranger).operation()).isEqualTo(Operation.NONE);
    assertThat(log.requests(RequestPurpose.WRITE)).isEmpty();
  }

  @Test
  protected void determines_the_losses_of_a_change_without_requests() {
    TypeKey key = key();
    given(key, sample(key));
    Snapshot liveState = live(key).content();
    assertThat(gateway().losses(platform(), liveState, reduced(key), own(key))).isNotEmpty();
    assertThat(gateway().losses(platform(), liveState, changed(key), own(key))).isEmpty();
    assertThat(gateway().losses(platform(), liveState, sample(key), own(key))).isEmpty();
    assertThat(log.requests()).isEmpty();
  }

  @Test
  protected void pulls_the_exact_bytes_of_the_response() {
    TypeKey key = key();
    assertThat(gateway().pull(pullOrder(key)).live()).isEmpty();
    given(key, sample(key));
    LiveState liveState = gateway().pull(pullOrder(key)).live().orElseThrow();
    assertThat(liveState.content()).isEqualTo(log.lastAnswer().body());
    assertThat(liveState.tag()).isPresent();
  }

  @Test
  protected void lists_types_created_by_users() {
    TypeKey key = key();
    given(key, sample(key));
    assertThat(gateway().list(platform(), log).typeKeys())
        .contains(key)
        .doesNotHaveDuplicates()
        .isSorted();
  }

  @Test
  protected void a_read_back_determines_the_result_of_a_write() {
    TypeKey key = key();
    PushOrder order = order(key, sample(key));
    assertThat(gateway().readBack(order, null).finding()).isEqualTo(ReadBack.Finding.AS_BEFORE);
    given(key, sample(key));
    ReadBack wanted = gateway().readBack(order, null);
    assertThat(wanted.finding()).isEqualTo(ReadBack.Finding.WANTED);
    assertThat(wanted.found()).isPresent();
    PushOrder next = order(key, changed(key));
    assertThat(gateway().readBack(next, live(key).content()).finding())
        .isEqualTo(ReadBack.Finding.AS_BEFORE);
    assertThat(gateway().readBack(next, null).finding()).isEqualTo(ReadBack.Finding.OTHER);
    assertThat(log.requests(RequestPurpose.READ)).isEmpty();
    assertThat(log.requests(RequestPurpose.READ_BACK)).isNotEmpty();
  }

  @Test
  protected void records_every_exchange_with_its_end() {
    TypeKey key = key();
    gateway().push(order(key, sample(key)));
    assertThat(log.answers()).hasSameSizeAs(log.requests());
    for (int i = 0; i < log.requests().size(); i++) {
      if (log.requests().get(i).purpose() != RequestPurpose.READ_BACK) {
        assertThat(log.answers().get(i).status()).isNotNull();
      }
    }
    assertThat(log.requests(RequestPurpose.TOKEN))
        .allSatisfy(request -> assertThat(request.body()).isNull());
    assertThat(log.everything()).contains("Authorization").contains("«redacted»");
  }

  @Test
  protected void passes_an_exception_of_the_log_on_unchanged() {
    TypeKey key = key();
    gateway().pull(new PullOrder(platform(), key, new RecordingLog()));
    for (int nth = 1; nth <= 2; nth++) {
      log = new RecordingLog().failingAtStart(nth);
      assertThatThrownBy(() -> gateway().push(order(key, sample(key))))
          .isInstanceOf(RecordingLog.Refusal.class);
      assertThat(log.requests()).hasSize(nth - 1);
    }
    log = new RecordingLog().failingAtStart(1);
    assertThatThrownBy(() -> gateway().pull(pullOrder(key)))
        .isInstanceOf(RecordingLog.Refusal.class);
    assertThatThrownBy(() -> gateway().list(platform(), log))
        .isInstanceOf(RecordingLog.Refusal.class);
    assertThatThrownBy(() -> gateway().test(platform(), log))
        .isInstanceOf(RecordingLog.Refusal.class);
    assertThat(gateway().pull(new PullOrder(platform(), key, new RecordingLog())).live()).isEmpty();
  }

  @Test
  protected void the_credential_state_identifies_the_secret_without_revealing_it() {
    CredentialState state = gateway().credentials(platform());
    assertThat(state.configured()).isTrue();
    assertThat(state.originAllowed()).isTrue();
    assertThat(state.fingerprint()).matches("[0-9a-f]{12}");
    assertThat(gateway().credentials(stranger()).configured()).isFalse();
    assertThat(gateway().credentials(stranger()).fingerprint()).isNull();
  }

  @Test
  protected void sends_nothing_without_credentials() {
    TypeKey key = key();
    PushOrder order = new PushOrder(stranger(), key, sample(key), PushOptions.NONE, null, log);
    assertThatExceptionOfType(Rejected.class)
        .isThrownBy(() -> gateway().push(order))
        .satisfies(
            thrown ->
                assertThat(thrown.failure().failureClass()).isEqualTo(FailureClass.NO_CREDENTIALS));
    assertThat(log.requests()).isEmpty();
  }

  @Test
  protected void the_connection_test_reports_its_steps() {
    ConnectionReport good = gateway().test(platform(), log);
    assertThat(good.ok()).as("%s", good).isTrue();
    assertThat(good.steps()).isNotEmpty();
    ConnectionReport bad = gateway().test(stranger(), log);
    assertThat(bad.ok()).isFalse();
    ConnectionReport.Step last = bad.steps().get(bad.steps().size() - 1);
    assertThat(last.failureClass()).isEqualTo(FailureClass.NO_CREDENTIALS);
    assertThat(last.detail()).contains("sync.platform." + stranger().id());
  }
}
