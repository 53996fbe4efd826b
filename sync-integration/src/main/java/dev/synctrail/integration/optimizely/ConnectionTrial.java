package dev.synctrail.integration.optimizely;

import dev.synctrail.integration.http.Credentials;
import dev.synctrail.platform.ConnectionReport;
import dev.synctrail.platform.ConnectionReport.Step;
import dev.synctrail.platform.CredentialState;
import dev.synctrail.platform.ExchangeLog;
import dev.synctrail.platform.Failure;
import dev.synctrail.platform.FailureClass;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformException;
import dev.synctrail.platform.PlatformGateway.SettingError;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Walks the way to a platform step by step and says at the first that fails what to do. */
final class ConnectionTrial {
  private final OptimizelyGateway gateway;
  private final Credentials credentials;
  private final Platform platform;
  private final ExchangeLog log;
  private final List<Step> steps = new ArrayList<>();

  ConnectionTrial(
      OptimizelyGateway gateway, Credentials credentials, Platform platform, ExchangeLog log) {
    this.gateway = gateway;
    this.credentials = credentials;
    this.platform = platform;
    this.log = log;
  }

  ConnectionReport run() {
    if (settings() && credentials() && origin() && token()) {
      read();
    }
    return new ConnectionReport(steps);
  }

  private boolean settings() {
    List<SettingError> errors = gateway.check(platform);
    if (errors.isEmpty()) {
      return well("settings", "The settings can be worked with");
    }
    SettingError first = errors.get(0);
    return ill("settings", first.pointer() + " " + first.detail(), FailureClass.REJECTED);
  }

  private boolean credentials() {
    CredentialState state = credentials.state(platform, PlatformRules.SAAS);
    if (state.configured()) {
      return well("credentials", "Configured, fingerprint " + state.fingerprint());
    }
    return ill(
        "credentials",
        "No credentials are configured: set "
            + Credentials.key(platform.id(), "client-id")
            + " and "
            + Credentials.key(platform.id(), "client-secret"),
        FailureClass.NO_CREDENTIALS);
  }

  private boolean origin() {
    return step(
        "origin",
        () -> {
          gateway.session(platform, log);
          return "The base URL is where the credentials may go";
        });
  }

  private boolean token() {
    return step(
        "token",
        () -> {
          gateway.session(platform, log).authorize();
          return "The credentials were taken at " + PlatformRules.tokenUrl(platform);
        });
  }

  private boolean read() {
    return step(
        "read",
        () -> {
          TypeList list = new TypeList(gateway.session(platform, log), 1);
          Dialect dialect = Dialect.of(platform.apiVersion()).orElseThrow();
          JsonObject page = list.page(0, 1);
          return page.get(dialect.total()) instanceof JsonNumber total
              ? "The platform holds " + total.longValue() + " content types"
              : "Content types can be read";
        });
  }

  private boolean step(String name, Supplier<String> work) {
    try {
      return well(name, work.get());
    } catch (PlatformException e) {
      Failure failure = e.failure();
      return ill(name, failure.message() + advice(name, failure), failure.failureClass());
    }
  }

  private String advice(String step, Failure failure) {
    boolean token = step.equals("token");
    return switch (failure.failureClass()) {
      case UNAUTHORIZED ->
          ". Check "
              + Credentials.key(platform.id(), "client-id")
              + " and "
              + Credentials.key(platform.id(), "client-secret");
      case FORBIDDEN -> ". The client lacks the right to read content types";
      case NOT_FOUND ->
          token
              ? ". No token is given there: check the base URL, or set tokenUrl"
              : ". There is no content type API there: check the base URL and apiVersion";
      case CONNECT_FAILED ->
          ". Check the base URL's host and port, sync.http.proxy and sync.http.authorities";
      case MALFORMED_ANSWER -> ". Something else than Optimizely answers there: check the base URL";
      default -> "";
    };
  }

  private boolean well(String name, String detail) {
    steps.add(new Step(name, detail, null));
    return true;
  }

  private boolean ill(String name, String detail, FailureClass why) {
    steps.add(new Step(name, detail, why));
    return false;
  }
}
