package dev.synctrail.drift;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.tracking.SyncId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The state of one type on one platform: what we pushed last and what was observed last.
 *
 * @param pushed our last push; null when we never pushed the type
 * @param wanted the content that push intended; null when it removed the type, or there was none
 * @param left the state that the push left, against which changes by others are detected; null
 *     while unknown, and when the type is absent
 * @param leftBy how {@code left} is known; null while it is not
 * @param live the state observed by the last check; null when the type is absent
 * @param fields by JSON Pointer (RFC 6901): where others have changed the state that was left, or
 *     where that state differs from the desired content; empty when in sync
 * @param checkedAt when it was last checked; null for never
 * @param check the pending check; null for none
 * @param doubts how often the pending check has found a different state since the push, which may
 *     be lag
 */
public record DeployedState(
    PlatformId platform,
    TypeKey typeKey,
    State state,
    @Nullable SyncId pushed,
    @Nullable PayloadReference wanted,
    @Nullable Observation left,
    @Nullable LeftBy leftBy,
    @Nullable Observation live,
    List<String> fields,
    @Nullable Instant checkedAt,
    @Nullable UUID check,
    int doubts) {

  /** The status of the type on the platform. */
  public enum State {
    /** Pushed, and not read back yet. */
    PENDING,
    /** As the last push left it, and as intended. */
    IN_SYNC,
    /** As the last push left it, but not as intended: the platform altered it. */
    ALTERED,
    /** Changed by others, and accepted by a user. */
    ACCEPTED,
    /** Changed by others since. */
    MODIFIED,
    /** Removed by others since. */
    MISSING,
    /** On the platform, but never pushed by us. */
    UNTRACKED;

    /** Returns whether others have changed what we pushed. */
    public boolean isDrift() {
      return this == MODIFIED || this == MISSING;
    }

    /** Returns whether a check has found it as it was left. */
    boolean isAsLeft() {
      return this == IN_SYNC || this == ALTERED || this == ACCEPTED;
    }
  }

  /** How the state that was left is known. */
  public enum LeftBy {
    /** From the response to the push; no read-back has confirmed it yet. */
    ANSWER,
    /** From the response to the push, confirmed by a read-back. */
    CONFIRMED_ANSWER,
    /** From the first read-back, because the response to the push did not contain it. */
    READ_BACK,
    /** A user accepted a change by others. */
    PERSON
  }

  /**
   * @throws IllegalArgumentException when it is in sync and has differing fields
   */
  public DeployedState {
    fields = List.copyOf(fields);
    if (state == State.IN_SYNC && !fields.isEmpty()) {
      throw new IllegalArgumentException("What differs at " + fields + " is not in sync");
    }
  }

  /** Returns the state of a type of which nothing is known yet. */
  public static DeployedState unknown(PlatformId platform, TypeKey typeKey) {
    return new DeployedState(
        platform, typeKey, State.UNTRACKED, null, null, null, null, null, List.of(), null, null, 0);
  }

  /** Returns whether the type is on the platform, as far as is known. */
  public boolean isThere() {
    return state != State.MISSING && (live != null || wanted != null);
  }

  /**
   * Returns the state against which changes by others are detected: the one that was left or, while
   * that is unknown, the intended one.
   */
  public @Nullable PayloadReference base() {
    return left == null ? wanted : left.content();
  }

  /**
   * Returns whether the base was read from the platform, so that it contains all that the platform
   * fills in.
   */
  boolean isBaseRead() {
    return left != null && leftBy != LeftBy.ANSWER;
  }

  /**
   * Records that a push has written the type, removed it, or found it as intended.
   *
   * @param intended null for a removal
   * @param told the state that the push left; null when unknown, and when the type is absent
   */
  DeployedState pushed(
      SyncId by,
      @Nullable PayloadReference intended,
      @Nullable Observation told,
      @Nullable LeftBy toldBy) {
    return new DeployedState(
        platform,
        typeKey,
        State.PENDING,
        by,
        intended,
        told,
        toldBy,
        live,
        List.of(),
        checkedAt,
        check,
        0);
  }

  /** Sets or clears the pending check. */
  DeployedState checking(@Nullable UUID next) {
    return observed(state, left, leftBy, live, fields, checkedAt, next, 0);
  }

  /** Records a different state that may be temporary. */
  DeployedState doubted() {
    return observed(state, left, leftBy, live, fields, checkedAt, check, doubts + 1);
  }

  /** Records that the type is as the last check found it. */
  DeployedState unchanged(Instant at) {
    return observed(state, left, leftBy, live, fields, at, null, 0);
  }

  /** Records that the type is absent. */
  DeployedState absent(Instant at) {
    boolean asLeft = pushed != null && wanted == null;
    State there = leftBy == LeftBy.PERSON ? State.ACCEPTED : State.IN_SYNC;
    return observed(asLeft ? there : State.MISSING, left, leftBy, null, List.of(), at, null, 0);
  }

  /**
   * Records that the type was found.
   *
   * @param differing where it differs from the desired content
   * @param changed where it differs from the state that was left
   */
  DeployedState found(Observation now, List<String> differing, List<String> changed, Instant at) {
    if (pushed == null) {
      return observed(State.UNTRACKED, null, null, now, List.of(), at, null, 0);
    }
    if (left == null && wanted != null && (state == State.PENDING || changed.isEmpty())) {
      State next = differing.isEmpty() ? State.IN_SYNC : State.ALTERED;
      return observed(next, now, LeftBy.READ_BACK, now, differing, at, null, 0);
    }
    if (!changed.isEmpty()) {
      return observed(State.MODIFIED, left, leftBy, now, changed, at, null, 0);
    }
    State altered = leftBy == LeftBy.PERSON ? State.ACCEPTED : State.ALTERED;
    State next = differing.isEmpty() ? State.IN_SYNC : altered;
    return leftBy == LeftBy.ANSWER
        ? observed(next, now, LeftBy.CONFIRMED_ANSWER, now, differing, at, null, 0)
        : observed(next, left, leftBy, now, differing, at, null, 0);
  }

  /**
   * Records that a user accepted the current state; it takes the place of the state that we left.
   */
  DeployedState accepted(@Nullable Observation theirs, List<String> differing, Instant at) {
    return new DeployedState(
        platform,
        typeKey,
        State.ACCEPTED,
        pushed,
        theirs == null ? null : wanted,
        theirs,
        LeftBy.PERSON,
        theirs,
        differing,
        at,
        check,
        doubts);
  }

  private DeployedState observed(
      State next,
      @Nullable Observation nowLeft,
      @Nullable LeftBy nowLeftBy,
      @Nullable Observation now,
      List<String> differing,
      @Nullable Instant at,
      @Nullable UUID look,
      int times) {
    return new DeployedState(
        platform, typeKey, next, pushed, wanted, nowLeft, nowLeftBy, now, differing, at, look,
        times);
  }

  /** Returns when it was last known to be as our push left it; null when it never was. */
  @Nullable Instant lastKnownGood() {
    if (state.isAsLeft()) {
      return checkedAt;
    }
    return state == State.PENDING && left != null ? left.at() : null;
  }

  /** Returns the verdict on its last push; null until it was checked. */
  DriftVerdict.@Nullable Word word() {
    return switch (state) {
      case PENDING, UNTRACKED -> null;
      case IN_SYNC -> DriftVerdict.Word.CONFIRMED;
      case ALTERED -> DriftVerdict.Word.ALTERED;
      case ACCEPTED -> live == null ? DriftVerdict.Word.GONE : DriftVerdict.Word.DRIFTED;
      case MODIFIED -> DriftVerdict.Word.DRIFTED;
      case MISSING -> DriftVerdict.Word.GONE;
    };
  }
}
