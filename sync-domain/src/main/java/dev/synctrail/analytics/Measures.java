package dev.synctrail.analytics;

import dev.synctrail.platform.Operation;

/**
 * What is said of a set of syncs. Dry runs, and what was there already (operation NONE), are
 * counted apart and are in nothing else.
 */
public final class Measures {
  private final Counts counted = new Counts();
  private long dryRuns;
  private long unchanged;

  void add(Series series, Counts counts) {
    if (series.dryRun()) {
      dryRuns += counts.total();
    } else if (series.operation() == Operation.NONE) {
      unchanged += counts.total();
    } else {
      counted.add(counts);
    }
  }

  /** Returns what is counted; not to be changed. */
  public Counts counted() {
    return counted;
  }

  /** Returns how many dry runs there were. */
  public long dryRuns() {
    return dryRuns;
  }

  /** Returns how many found what they wanted to write, and wrote nothing. */
  public long unchanged() {
    return unchanged;
  }

  /** Tells whether there is nothing at all to say. */
  public boolean isEmpty() {
    return dryRuns == 0 && unchanged == 0 && counted.isEmpty();
  }
}
