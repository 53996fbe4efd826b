package dev.synctrail.gateway;

import java.util.Locale;

/** What a push does when others have changed what we pushed. */
public enum OnConflict {
  /** Write nothing and fail; a user decides. */
  REFUSE,
  /** Overwrite their changes with the desired state. */
  OVERWRITE,
  /** Write nothing and keep their changes. */
  KEEP_THEIRS,
  /** Merge their changes into the desired state; refuse where both change the same member. */
  MERGE;

  /** Parses the output of {@link #toString}. */
  public static OnConflict of(String word) {
    for (OnConflict one : values()) {
      if (one.toString().equals(word)) {
        return one;
      }
    }
    throw new IllegalArgumentException("Must be one of refuse, overwrite, keep-theirs, merge");
  }

  /** Returns the external form, such as {@code keep-theirs}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
