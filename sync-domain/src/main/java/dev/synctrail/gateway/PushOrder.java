package dev.synctrail.gateway;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.Platform;
import dev.synctrail.snapshot.Snapshot;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An order to bring one content type on one platform into a desired state.
 *
 * @param desired the desired state
 * @param expected the state that may be replaced, or null for whatever the gateway reads first
 * @param decision decides on the state that is read
 * @param own our own earlier contents of the type, newest first, read lazily: a member that none of
 *     them contains is not ours and is kept
 * @param log the log to which every request is reported
 */
public record PushOrder(
    Platform platform,
    TypeKey typeKey,
    DesiredState desired,
    PushOptions options,
    @Nullable ExpectedState expected,
    Decision decision,
    Iterable<Snapshot> own,
    ExchangeLog log) {

  /** Creates an order whose desired state does not depend on the state read. */
  public PushOrder(
      Platform platform,
      TypeKey typeKey,
      DesiredState desired,
      PushOptions options,
      @Nullable ExpectedState expected,
      ExchangeLog log) {
    this(
        platform,
        typeKey,
        desired,
        options,
        expected,
        liveState -> Optional.of(desired),
        List.of(),
        log);
  }

  /** Creates an order of this content that does not depend on the state read. */
  public PushOrder(
      Platform platform,
      TypeKey typeKey,
      Snapshot wanted,
      PushOptions options,
      @Nullable ExpectedState expected,
      ExchangeLog log) {
    this(platform, typeKey, new DesiredState.Content(wanted), options, expected, log);
  }

  /** Returns the same order with our own earlier contents. */
  public PushOrder withOwnContents(Iterable<Snapshot> contents) {
    return new PushOrder(platform, typeKey, desired, options, expected, decision, contents, log);
  }

  /**
   * Returns the desired state given the live state; empty to leave it unchanged.
   *
   * @throws ConflictFound when the live state must not be changed
   */
  public Optional<DesiredState> decide(@Nullable LiveState liveState) {
    return decision.on(liveState);
  }

  /** Decides on the live state before the write. */
  @FunctionalInterface
  public interface Decision {
    /**
     * Returns the desired state given the live state; empty to leave it unchanged.
     *
     * @throws ConflictFound when the live state must not be changed
     */
    Optional<DesiredState> on(@Nullable LiveState liveState);
  }
}
