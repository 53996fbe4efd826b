package dev.synctrail.integration.adapter;

import dev.synctrail.gateway.ConflictFound;
import dev.synctrail.gateway.DesiredState;
import dev.synctrail.gateway.ExpectedState;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.Failure.FieldError;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PlatformException;
import dev.synctrail.gateway.PushBaseline;
import dev.synctrail.gateway.PushOrder;
import dev.synctrail.gateway.PushResult;
import dev.synctrail.gateway.ReadBack;
import dev.synctrail.gateway.ReadBack.Finding;
import dev.synctrail.gateway.Rejected;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.gateway.Unavailable;
import dev.synctrail.integration.adapter.TypeWrite.Content;
import dev.synctrail.snapshot.Snapshot;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The push of one type, for all kinds of platforms: it reads the live type, lets the order decide,
 * checks, and determines the {@link TypeWrite} that is needed.
 *
 * @param <T> a type in the format of the platform
 */
public final class Push<T> {
  private final PushOrder order;
  private final TypeReads<T> reads;
  private final TypeApi<T> types;

  Push(PushOrder order, TypeReads<T> reads) {
    this.order = order;
    this.reads = reads;
    this.types = reads.types();
  }

  /**
   * What a push has to do.
   *
   * @param result the result when nothing is written
   * @param write the write that is needed; null when there is none
   */
  public record Plan<T>(PushResult result, @Nullable TypeWrite<T> write) {}

  /**
   * Reads, decides and checks.
   *
   * @throws PlatformException when the live state cannot be determined, is in conflict, or must not
   *     be changed as desired
   */
  Plan<T> plan() {
    desired();
    LiveType<T> live = reads.read(RequestPurpose.READ, null);
    requireExpected(live);
    DesiredState decided = order.decide(live.live()).orElse(null);
    if (decided == null) {
      return new Plan<>(PushResult.leftAlone(live.status()), null);
    }
    Content<T> content = content(live.type(), decided);
    if (content == null ? live.type() == null : isStored(live.type(), content)) {
      return new Plan<>(
          PushResult.whole(Operation.NONE, live.status())
              .with(live.baseline(PushBaseline.Source.ANSWER)),
          null);
    }
    TypeWrite<T> write = new TypeWrite<>(order, reads, live, content);
    requireHarmless(write);
    return new Plan<>(PushResult.whole(write.operation(), live.status()), write);
  }

  private @Nullable Content<T> content(@Nullable T live, DesiredState decided) {
    if (!(decided instanceof DesiredState.Content put)) {
      return null;
    }
    T desired = desired(put);
    T whole = live == null ? desired : types.withForeignMembers(live, desired);
    types.requireExpressible(order, live, whole);
    return new Content<>(put.whole(), desired, whole);
  }

  private boolean isStored(@Nullable T live, Content<T> content) {
    return live != null && types.missing(live, content.whole()).isEmpty();
  }

  /** Rejects a change that may lose data where the platform does not. */
  private void requireHarmless(TypeWrite<T> write) {
    List<FieldError> losses = types.warnsOfLosses() ? List.of() : write.losses();
    if (!losses.isEmpty() && !order.options().ignoreDataLossWarnings()) {
      throw rejected(
          FailureClass.BREAKING_CHANGE,
          "The change of " + names(losses) + " may lose data; nothing was written",
          losses);
    }
  }

  private void requireExpected(LiveType<T> live) {
    ExpectedState expected = order.expected();
    boolean asExpected =
        expected == null
            || (expected.tag().isPresent()
                ? expected.tag().equals(live.tag())
                : live.live() == null);
    if (!asExpected) {
      throw new ConflictFound(
          Failure.of(
              FailureClass.PRECONDITION_FAILED,
              "Type "
                  + order.typeKey()
                  + " has an unexpected state on the platform; nothing was written",
              live.status()));
    }
  }

  /**
   * Determines what a write did, by reading.
   *
   * @param before the state before the write, or null when the type was absent
   * @throws Unavailable when the platform cannot be read now
   */
  ReadBack readBack(@Nullable Snapshot before) {
    T desired = desired();
    Predicate<LiveType<T>> asDesired =
        now -> desired == null ? now.type() == null : holds(now.type(), desired);
    LiveType<T> last = reads.readBack(asDesired);
    if (asDesired.test(last)) {
      return new ReadBack(Finding.WANTED, last.live());
    }
    boolean same =
        before == null
            ? last.type() == null
            : types.parse(before).filter(then -> then.equals(last.type())).isPresent();
    return new ReadBack(same ? Finding.AS_BEFORE : Finding.OTHER, last.live());
  }

  private boolean holds(@Nullable T live, T desired) {
    return live != null && types.missing(live, types.withForeignMembers(live, desired)).isEmpty();
  }

  /** Returns the desired type, or null when it is to be removed. */
  private @Nullable T desired() {
    return order.desired() instanceof DesiredState.Content content ? desired(content) : null;
  }

  private T desired(DesiredState.Content content) {
    Snapshot whole = content.whole();
    if (whole.isOverLimit()) {
      throw rejected(
          FailureClass.PAYLOAD_TOO_LARGE,
          "The payload has "
              + whole.size()
              + " bytes, more than the limit of "
              + Snapshot.LIMIT
              + "; nothing was sent",
          List.of());
    }
    return types.desired(order.typeKey(), whole);
  }

  /** Creates the exception for an order that is not sent. */
  public static Rejected rejected(
      FailureClass failureClass, String message, List<FieldError> fields) {
    return new Rejected(Failure.of(failureClass, message, fields));
  }

  /** Returns the names of members for a message. */
  public static String names(List<FieldError> members) {
    return members.stream().map(FieldError::field).collect(Collectors.joining(", "));
  }
}
