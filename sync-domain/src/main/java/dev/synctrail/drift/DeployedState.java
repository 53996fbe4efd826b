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
 * One type on one platform: what we put there last, and what is there.
 *
 * @param pushed the push that put it there last; null when we never did
 * @param wanted what that push intended; null when it removed the type, or there was none
 * @param left what it left there, from which others' changes are told; null while that is not
 *     known, and for nothing
 * @param leftBy how that is known; null while it is not
 * @param live what was there when it was looked at last; null for nothing
 * @param fields by JSON Pointer (RFC 6901): where others have changed what was left there, or where
 *     what was left there is not what was wanted; none of what is in sync
 * @param checkedAt when it was looked at last; null for never
 * @param check the look that is to come; null for none
 * @param doubts how often that look has found something else since the push, which may be lag
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

  /** How the type stands there. */
  public enum State {
    /** Pushed, and not read back yet. */
    PENDING,
    /** As the last push left it and as it was wanted. */
    IN_SYNC,
    /**
     * As the last push left it, and not as it was wanted: the platform made something else of it.
     */
    ALTERED,
    /** Changed by somebody else, and a person took it as it is. */
    ACCEPTED,
    /** Changed by somebody else since. */
    MODIFIED,
    /** Gone since. */
    MISSING,
    /** There, and never pushed by us. */
    UNTRACKED;

    /** Tells whether somebody else has changed what we put there. */
    public boolean isDrift() {
      return this == MODIFIED || this == MISSING;
    }

    /** Tells whether a look has found it as it was left. */
    boolean isAsLeft() {
      return this == IN_SYNC || this == ALTERED || this == ACCEPTED;
    }
  }

  /** How it is known what was left there. */
  public enum LeftBy {
    /** The push was answered with it; no read-back has shown it yet. */
    ANSWER,
    /** The push was answered with it, and a read-back has shown the same. */
    CONFIRMED_ANSWER,
    /** By the first read-back, because the push was not answered with it. */
    READ_BACK,
    /** A person took what somebody else had put there. */
    PERSON
  }

  /**
   * @throws IllegalArgumentException when it is in sync and yet differs
   */
  public DeployedState {
    fields = List.copyOf(fields);
    if (state == State.IN_SYNC && !fields.isEmpty()) {
      throw new IllegalArgumentException("What differs at " + fields + " is not in sync");
    }
  }

  /** A type that nothing is known of yet. */
  public static DeployedState unknown(PlatformId platform, TypeKey typeKey) {
    return new DeployedState(
        platform, typeKey, State.UNTRACKED, null, null, null, null, null, List.of(), null, null, 0);
  }

  /** Tells whether the type is there, as far as is known. */
  public boolean isThere() {
    return state != State.MISSING && (live != null || wanted != null);
  }

  /** Returns what others' changes are told from: what is known to be left there, or was wanted. */
  public @Nullable PayloadReference base() {
    return left == null ? wanted : left.content();
  }

  /** Tells whether that was read there, so that it shows all that the platform fills in. */
  boolean isBaseRead() {
    return left != null && leftBy != LeftBy.ANSWER;
  }

  /**
   * A push has put it there, or removed it, or found it as it wanted it.
   *
   * @param intended null when it is to be gone
   * @param told what it left there; null when that is not known, and for nothing
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

  /** A look is to come, or no more. */
  DeployedState checking(@Nullable UUID next) {
    return looked(state, left, leftBy, live, fields, checkedAt, next, 0);
  }

  /** Something else was found, which the platform may show only for a while yet. */
  DeployedState doubted() {
    return looked(state, left, leftBy, live, fields, checkedAt, check, doubts + 1);
  }

  /** It is there as it was when it was looked at last. */
  DeployedState unchanged(Instant at) {
    return looked(state, left, leftBy, live, fields, at, null, 0);
  }

  /** It is not there. */
  DeployedState absent(Instant at) {
    boolean asLeft = pushed != null && wanted == null;
    State there = leftBy == LeftBy.PERSON ? State.ACCEPTED : State.IN_SYNC;
    return looked(asLeft ? there : State.MISSING, left, leftBy, null, List.of(), at, null, 0);
  }

  /**
   * It is there.
   *
   * @param differing where it is not what was wanted
   * @param changed where it is not what was left there
   */
  DeployedState found(Observation now, List<String> differing, List<String> changed, Instant at) {
    if (pushed == null) {
      return looked(State.UNTRACKED, null, null, now, List.of(), at, null, 0);
    }
    if (left == null && wanted != null && (state == State.PENDING || changed.isEmpty())) {
      State next = differing.isEmpty() ? State.IN_SYNC : State.ALTERED;
      return looked(next, now, LeftBy.READ_BACK, now, differing, at, null, 0);
    }
    if (!changed.isEmpty()) {
      return looked(State.MODIFIED, left, leftBy, now, changed, at, null, 0);
    }
    State altered = leftBy == LeftBy.PERSON ? State.ACCEPTED : State.ALTERED;
    State next = differing.isEmpty() ? State.IN_SYNC : altered;
    return leftBy == LeftBy.ANSWER
        ? looked(next, now, LeftBy.CONFIRMED_ANSWER, now, differing, at, null, 0)
        : looked(next, left, leftBy, now, differing, at, null, 0);
  }

  /** What is there is taken as what we left there, because a person has said so. */
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

  private DeployedState looked(
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

  /** Returns the word on the push that put it there; null until it was looked at. */
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
