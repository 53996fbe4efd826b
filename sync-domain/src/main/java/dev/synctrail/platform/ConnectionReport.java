package dev.synctrail.platform;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connection test's answer, in words a person can act on.
 *
 * @param steps what was tried, in order; the first that failed is the last
 */
public record ConnectionReport(List<Step> steps) {

  public ConnectionReport {
    steps = List.copyOf(steps);
  }

  /** Tells whether every step went well. */
  public boolean ok() {
    return steps.stream().allMatch(step -> step.failureClass() == null);
  }

  /**
   * One thing that was tried.
   *
   * @param name such as {@code credentials}, {@code token}, {@code read}
   * @param detail what was seen, or what is wrong and what to do
   * @param failureClass null when the step went well
   */
  public record Step(String name, String detail, @Nullable FailureClass failureClass) {}
}
