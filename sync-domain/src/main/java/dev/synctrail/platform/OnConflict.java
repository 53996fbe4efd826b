package dev.synctrail.platform;

import java.util.Locale;

/** What a push does where somebody else has changed what we put there. */
public enum OnConflict {
  /** Write nothing and fail; a person decides. */
  REFUSE,
  /** Put what is wanted in the place of theirs. */
  OVERWRITE,
  /** Write nothing and leave theirs. */
  KEEP_THEIRS,
  /** Write what is wanted with their changes in it; refuse where both touch the same member. */
  MERGE;

  /** Reads what {@link #toString} writes. */
  public static OnConflict of(String word) {
    for (OnConflict one : values()) {
      if (one.toString().equals(word)) {
        return one;
      }
    }
    throw new IllegalArgumentException("Must be one of refuse, overwrite, keep-theirs, merge");
  }

  /** Returns it as people write it, such as {@code keep-theirs}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
