package dev.synctrail.web.platform;

import dev.synctrail.gateway.ConnectionReport;
import dev.synctrail.gateway.FailureClass;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The result of a connection test. */
@Schema(name = "ConnectionTest")
public record ConnectionAnswer(
    @Schema(description = "Whether all steps succeeded") boolean ok,
    @Schema(description = "Steps in order, up to the first that failed") List<Step> steps) {

  static ConnectionAnswer of(ConnectionReport report) {
    return new ConnectionAnswer(
        report.ok(),
        report.steps().stream()
            .map(
                step ->
                    new Step(
                        step.name(),
                        step.failureClass() == null,
                        step.detail(),
                        step.failureClass()))
            .toList());
  }

  /** One step of the test. */
  @Schema(name = "ConnectionTestStep")
  public record Step(
      @Schema(description = "Step", example = "token") String name,
      @Schema(description = "Whether the step succeeded") boolean ok,
      @Schema(description = "Result, or what is wrong and what to do") String detail,
      @Schema(description = "Failure class") @Nullable FailureClass failureClass) {}
}
