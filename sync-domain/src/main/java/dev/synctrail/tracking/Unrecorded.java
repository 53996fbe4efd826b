package dev.synctrail.tracking;

import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Thrown when a fact was not confirmed as recorded; the action that depends on the record must not
 * happen.
 */
public final class Unrecorded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * SQLSTATE classes of errors that will recur with the same values: data exception, integrity
   * constraint violation, program limit exceeded.
   */
  private static final Set<String> FOR_GOOD = Set.of("22", "23", "54");

  private static final int CLASS = 2;

  Unrecorded(AttemptKey key, Throwable cause) {
    super("Attempt " + key + " could not be recorded: " + cause.getMessage(), cause);
  }

  Unrecorded(AttemptKey key) {
    super("No observer recorded attempt " + key);
  }

  /**
   * Returns the failure of an attempt whose facts could not be recorded.
   *
   * @param thrown the exception of the observer that should have recorded them
   */
  public static Failure failure(Throwable thrown) {
    return refusal(thrown)
        .map(Unrecorded::refused)
        .orElseGet(
            () ->
                Failure.of(
                    FailureClass.RECORDING_FAILED,
                    "The outcome could not be recorded; see the log for the cause"));
  }

  /** Returns whether the same values may be recorded later, because the database was the cause. */
  boolean mayPass() {
    return refusal(this).isPresent() && failure(this).failureClass() != FailureClass.UNRECORDABLE;
  }

  private static Optional<SQLException> refusal(Throwable thrown) {
    return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
        .filter(SQLException.class::isInstance)
        .map(SQLException.class::cast)
        .filter(refused -> refused.getSQLState() != null)
        .findFirst();
  }

  /** Uses only the first line of the message: the others quote the row, which may hold anything. */
  private static Failure refused(SQLException refused) {
    String state = refused.getSQLState();
    boolean forGood = state.length() > CLASS && FOR_GOOD.contains(state.substring(0, CLASS));
    return Failure.of(
        forGood ? FailureClass.UNRECORDABLE : FailureClass.RECORDING_FAILED,
        "The outcome could not be recorded: the database rejected it"
            + (forGood ? " permanently" : "")
            + " ("
            + state
            + ", "
            + String.valueOf(refused.getMessage()).lines().findFirst().orElse("")
            + ")");
  }
}
