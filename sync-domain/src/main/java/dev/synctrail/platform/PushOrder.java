package dev.synctrail.platform;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.snapshot.Snapshot;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One content type to be made so, or removed, on one platform.
 *
 * @param wish what is wanted
 * @param expected the state that may be replaced, or null for whatever the gateway reads first
 * @param decision what is to be made of the state that is read
 * @param own what our own contents of the type have been, newest first, read only as far as it is
 *     asked for: a member that none of them has had is not ours, and stays
 * @param log where every request is reported
 */
public record PushOrder(
    Platform platform,
    TypeKey typeKey,
    DesiredState wish,
    PushOptions options,
    @Nullable ExpectedState expected,
    Decision decision,
    Iterable<Snapshot> own,
    ExchangeLog log) {

  /** An order that wants the same whatever is there. */
  public PushOrder(
      Platform platform,
      TypeKey typeKey,
      DesiredState wish,
      PushOptions options,
      @Nullable ExpectedState expected,
      ExchangeLog log) {
    this(
        platform, typeKey, wish, options, expected, liveState -> Optional.of(wish), List.of(), log);
  }

  /** An order of this content, whatever is there. */
  public PushOrder(
      Platform platform,
      TypeKey typeKey,
      Snapshot wanted,
      PushOptions options,
      @Nullable ExpectedState expected,
      ExchangeLog log) {
    this(platform, typeKey, new DesiredState.Content(wanted), options, expected, log);
  }

  /** The same order, knowing what our own contents have been. */
  public PushOrder knowing(Iterable<Snapshot> contents) {
    return new PushOrder(platform, typeKey, wish, options, expected, decision, contents, log);
  }

  /**
   * Returns what is wanted over what is there, empty to leave it as it is.
   *
   * @throws ConflictFound when it may not be touched
   */
  public Optional<DesiredState> wishOver(@Nullable LiveState liveState) {
    return decision.on(liveState);
  }

  /** Decides on the live state before anything is written. */
  @FunctionalInterface
  public interface Decision {
    /**
     * Returns what is wanted over what is there, empty to leave it as it is.
     *
     * @throws ConflictFound when it may not be touched
     */
    Optional<DesiredState> on(@Nullable LiveState liveState);
  }
}
