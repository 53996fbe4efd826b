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
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Walks the way to a platform step by step and says at the first that fails what to do. */
public final class ConnectionTrial {
  private final Platform platform;
  private final CredentialState state;
  private final Advice advice;
  private final List<Step> steps = new ArrayList<>();
  private boolean going = true;

  /**
   * @param usualOrigin where the credentials may go when nothing else is configured
   */
  public ConnectionTrial(
      Platform platform, Credentials credentials, URI usualOrigin, Advice advice) {
    this.platform = platform;
    this.state = credentials.state(platform, usualOrigin);
    this.advice = advice;
  }

  /**
   * What to do about a failed read.
   *
   * @param forbidden what the client lacks
   * @param notFound what is not there, and what to check
   * @param notJson what else may answer there
   */
  public record Advice(String forbidden, String notFound, String notJson) {}

  /** Looks at what is configured. */
  public ConnectionTrial configured(List<SettingError> errors) {
    if (errors.isEmpty()) {
      well("settings", "The settings are valid");
    } else {
      SettingError first = errors.get(0);
      ill("settings", first.pointer() + " " + first.detail(), FailureClass.REJECTED);
    }
    if (going && state.configured()) {
      well("credentials", "Configured, fingerprint " + state.fingerprint());
    } else if (going) {
      ill(
          "credentials",
          "No credentials are configured: set " + keys(),
          FailureClass.NO_CREDENTIALS);
    }
    return this;
  }

  /** Lets the conversation be opened, which tells whether the credentials may go there. */
  public ConnectionTrial origin(Runnable opening) {
    return step(
        "origin",
        () -> {
          opening.run();
          return "The base URL is within the allowed origin of the credentials";
        });
  }

  /** Lets a token be asked for. */
  public ConnectionTrial token(URI address, Runnable asking) {
    return step(
        "token",
        () -> {
          asking.run();
          return "The credentials were accepted at " + address;
        });
  }

  /** Lets types be read, which says in words what was seen. */
  public ConnectionTrial read(Supplier<String> reading) {
    return step("read", reading);
  }

  /** Returns how far it came. */
  public ConnectionReport report() {
    return new ConnectionReport(steps);
  }

  private ConnectionTrial step(String name, Supplier<String> work) {
    if (going) {
      try {
        well(name, work.get());
      } catch (PlatformException e) {
        Failure failure = e.failure();
        ill(name, failure.message() + advice(name, failure), failure.failureClass());
      }
    }
    return this;
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

  private void well(String name, String detail) {
    steps.add(new Step(name, detail, null));
  }

  private void ill(String name, String detail, FailureClass why) {
    steps.add(new Step(name, detail, why));
    going = false;
  }
}
