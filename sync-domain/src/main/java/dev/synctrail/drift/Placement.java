package dev.synctrail.drift;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.Evidence;
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
 * @param left what was there right after it; null until it was read back
 * @param live what was there when it was looked at last; null for nothing
 * @param fields where what is there is not what was wanted, by JSON Pointer (RFC 6901)
 * @param checkedAt when it was looked at last; null for never
 * @param check the look that is to come; null for none
 * @param doubts how often that look has found something else since the push, which may be lag
 */
public record Placement(
    PlatformId platform,
    TypeKey typeKey,
    State state,
    @Nullable SyncId pushed,
    @Nullable Evidence wanted,
    @Nullable Seen left,
    @Nullable Seen live,
    List<String> fields,
    @Nullable Instant checkedAt,
    @Nullable UUID check,
    int doubts) {

  /** How the type stands there. */
  public enum State {
    /** Pushed, and not read back yet. */
    PENDING,
    /** As the last push left it. */
    IN_SYNC,
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
  }

  public Placement {
    fields = List.copyOf(fields);
  }

  /** A type that nothing is known of yet. */
  public static Placement unknown(PlatformId platform, TypeKey typeKey) {
    return new Placement(
        platform, typeKey, State.UNTRACKED, null, null, null, null, List.of(), null, null, 0);
  }

  /** Tells whether the type is there, as far as is known. */
  public boolean isThere() {
    return state != State.MISSING && (live != null || wanted != null);
  }

  /** A push has put it there, or removed it. */
  Placement pushed(SyncId by, @Nullable Evidence intended) {
    return new Placement(
        platform, typeKey, State.PENDING, by, intended, null, live, List.of(), checkedAt, check, 0);
  }

  /** A look is to come, or no more. */
  Placement checking(@Nullable UUID next) {
    return new Placement(
        platform, typeKey, state, pushed, wanted, left, live, fields, checkedAt, next, 0);
  }

  /** Something else was found, which the platform may show only for a while yet. */
  Placement doubted() {
    return new Placement(
        platform, typeKey, state, pushed, wanted, left, live, fields, checkedAt, check, doubts + 1);
  }

  /** It is there as it was when it was looked at last. */
  Placement unchanged(Instant at) {
    return new Placement(platform, typeKey, state, pushed, wanted, left, live, fields, at, null, 0);
  }

  /** It is not there. */
  Placement absent(Instant at) {
    boolean asLeft = pushed != null && wanted == null;
    State next = asLeft ? State.IN_SYNC : State.MISSING;
    return new Placement(
        platform, typeKey, next, pushed, wanted, null, null, List.of(), at, null, 0);
  }

  /**
   * It is there.
   *
   * @param differing where it is not what was wanted
   * @param asLeft whether it means the same as what was there right after the push
   */
  Placement found(Seen now, List<String> differing, boolean asLeft, Instant at) {
    if (pushed == null) {
      return new Placement(
          platform, typeKey, State.UNTRACKED, null, null, null, now, List.of(), at, null, 0);
    }
    boolean first = left == null && state == State.PENDING && wanted != null;
    boolean same = wanted != null && (first || asLeft || differing.isEmpty());
    return new Placement(
        platform,
        typeKey,
        same ? State.IN_SYNC : State.MODIFIED,
        pushed,
        wanted,
        first || (same && differing.isEmpty()) ? now : left,
        now,
        differing,
        at,
        null,
        0);
  }

  /** What is there is taken as what we left there, because a person has said so. */
  Placement accepted(@Nullable Seen theirs, Instant at) {
    return new Placement(
        platform,
        typeKey,
        State.IN_SYNC,
        pushed,
        theirs == null ? null : wanted,
        theirs,
        theirs,
        fields,
        at,
        check,
        doubts);
  }

  /** Returns the word on the push that put it there; null until it was looked at. */
  Verdict.@Nullable Word word() {
    return switch (state) {
      case PENDING, UNTRACKED -> null;
      case IN_SYNC -> fields.isEmpty() ? Verdict.Word.CONFIRMED : Verdict.Word.ALTERED;
      case MODIFIED -> Verdict.Word.DRIFTED;
      case MISSING -> Verdict.Word.GONE;
    };
  }
}
