package dev.synctrail.gateway;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a connection test, in words that a user can act on.
 *
 * @param steps the steps in order; the first one that failed is the last
 */
public record ConnectionReport(List<Step> steps) {

  public ConnectionReport {
    steps = List.copyOf(steps);
  }

  /** Returns whether every step succeeded. */
  public boolean ok() {
    return steps.stream().allMatch(step -> step.failureClass() == null);
  }

  /**
   * One step of the test.
   *
   * @param name such as {@code credentials}, {@code token}, {@code read}
   * @param detail the result, or what is wrong and what to do
   * @param failureClass null when the step succeeded
   */
  public record Step(String name, String detail, @Nullable FailureClass failureClass) {}
}
