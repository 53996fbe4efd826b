package dev.synctrail.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnrecordedTest {

  private static Failure failure(@Nullable String message, @Nullable String state) {
    return Unrecorded.failure(new IllegalStateException(new SQLException(message, state)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"22021", "22P05", "23505", "23514", "54000"})
  void a_value_that_is_rejected_once_is_always_rejected(String state) {
    assertThat(failure("ERROR: invalid byte sequence\n  Where: $1", state))
        .isEqualTo(
            Failure.of(
                FailureClass.UNRECORDABLE,
                "The outcome could not be recorded: the database rejected it permanently ("
                    + state
                    + ", ERROR: invalid byte sequence)"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"08006", "40001", "53100", "57P01", "25006", "2", "22"})
  void other_database_errors_may_pass(String state) {
    assertThat(failure("ERROR: no", state))
        .isEqualTo(
            Failure.of(
                FailureClass.RECORDING_FAILED,
                "The outcome could not be recorded: the database rejected it ("
                    + state
                    + ", ERROR: no)"));
  }

  @Test
  void errors_not_from_the_database_are_only_in_the_log() {
    Failure unsaid =
        Failure.of(
            FailureClass.RECORDING_FAILED,
            "The outcome could not be recorded; see the log for the cause");

    assertThat(Unrecorded.failure(new IllegalArgumentException("password=s3cr3t")))
        .isEqualTo(unsaid);
    assertThat(failure("no state", null)).isEqualTo(unsaid);
  }

  @Test
  void a_rejection_without_a_message_is_reported_by_its_sql_state() {
    assertThat(failure("", "22000").message()).endsWith("permanently (22000, )");
  }
}
