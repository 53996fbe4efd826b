package dev.synctrail.integration.adapter;

import dev.synctrail.gateway.ConnectionReport;
import dev.synctrail.gateway.ConnectionReport.Step;
import dev.synctrail.gateway.CredentialState;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.PlatformException;
import dev.synctrail.gateway.PlatformGateway.SettingError;
import dev.synctrail.integration.http.Credentials;
import dev.synctrail.platform.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tests the connection to a platform step by step. The first step that fails ends the test with
 * advice.
 */
public final class ConnectionTrial {
  private final Platform platform;
  private final CredentialState state;
  private final Advice advice;
  private final List<Step> steps = new ArrayList<>();
  private boolean passing = true;
  private @Nullable Session session;

  public ConnectionTrial(Platform platform, CredentialState state, Advice advice) {
    this.platform = platform;
    this.state = state;
    this.advice = advice;
  }

  /**
   * Advice for a failed read.
   *
   * @param forbidden for 403: the permission that the client lacks
   * @param notFound for 404: what is missing and what to check
   * @param notJson for a response that is not from the platform
   */
  public record Advice(String forbidden, String notFound, String notJson) {}

  /**
   * Checks settings and credentials, opens a session, which checks whether the credentials may be
   * sent to the platform, requests a token and reads.
   *
   * @param reading reads types and describes what was found
   */
  public ConnectionReport run(
      List<SettingError> errors, Supplier<Session> opening, Function<Session, String> reading) {
    step("settings", errors);
    if (passing && state.configured()) {
      passed("credentials", "Configured, fingerprint " + state.fingerprint());
    } else if (passing) {
      failed(
          "credentials",
          "No credentials are configured: set " + keys(),
          FailureClass.NO_CREDENTIALS);
    }
    step(
        "origin",
        () -> {
          session = opening.get();
          return "The base URL is within the allowed origin of the credentials";
        });
    step("token", () -> "The credentials were accepted at " + opened().authorize());
    step("read", () -> reading.apply(opened()));
    return new ConnectionReport(steps);
  }

  private Session opened() {
    return Objects.requireNonNull(session);
  }

  private void step(String name, List<SettingError> errors) {
    if (errors.isEmpty()) {
      passed(name, "The settings are valid");
    } else {
      SettingError first = errors.get(0);
      failed(name, first.pointer() + " " + first.detail(), FailureClass.REJECTED);
    }
  }

  private void step(String name, Supplier<String> work) {
    if (passing) {
      try {
        passed(name, work.get());
      } catch (PlatformException e) {
        Failure failure = e.failure();
        failed(name, failure.message() + advice(name, failure), failure.failureClass());
      }
    }
  }

  private String advice(String step, Failure failure) {
    return switch (failure.failureClass()) {
      case UNAUTHORIZED -> ". Check " + keys();
      case FORBIDDEN -> ". " + advice.forbidden;
      case NOT_FOUND ->
          step.equals("token")
              ? ". No token endpoint found: check the base URL and the token URL"
              : ". " + advice.notFound;
      case CONNECT_FAILED ->
          ". Check host and port of the base URL, sync.http.proxy and" + " sync.http.authorities";
      case MALFORMED_ANSWER, INTERMEDIARY_ANSWER -> ". " + advice.notJson;
      default -> "";
    };
  }

  private String keys() {
    return Credentials.key(platform.id(), "client-id")
        + " and "
        + Credentials.key(platform.id(), "client-secret");
  }

  private void passed(String name, String detail) {
    steps.add(new Step(name, detail, null));
  }

  private void failed(String name, String detail, FailureClass why) {
    steps.add(new Step(name, detail, why));
    passing = false;
  }
}
