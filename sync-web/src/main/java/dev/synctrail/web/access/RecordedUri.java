package dev.synctrail.web.access;

import dev.synctrail.access.AccessAudit;
import dev.synctrail.access.SecretScan;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Selects what the audit log records of a request: its path and the values of query parameters that
 * are known to be harmless. Any other value may be a secret that a client put there by mistake, and
 * a searched value may come from a payload.
 */
final class RecordedUri {
  private static final Set<String> RECORDED_PARAMETERS =
      Set.of(
          "actor",
          "actorContains",
          "active",
          "against",
          "attempt",
          "ancestor",
          "author",
          "conflict",
          "count",
          "deploymentId",
          "direction",
          "dryRun",
          "endDate",
          "errorContains",
          "errorMessage",
          "errorText",
          "exchange",
          "failureClass",
          "format",
          "granularity",
          "groupBy",
          "httpClass",
          "include",
          "kind",
          "limit",
          "measures",
          "ongoing",
          "open",
          "operation",
          "order",
          "period",
          "platform",
          "platformContains",
          "pointer",
          "retrievalId",
          "right",
          "role",
          "sort",
          "source",
          "startDate",
          "state",
          "status",
          "type",
          "typeKey",
          "typeKeyContains",
          "versionHash",
          "versionId",
          "zone",
          "id",
          "scope",
          "lost",
          "openid",
          "key",
          "side",
          "version",
          "view",
          "as");

  private static final int MAX_LENGTH = 1_000;

  private RecordedUri() {}

  static AccessAudit.Request of(HttpServletRequest request) {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    String query = request.getQueryString();
    return new AccessAudit.Request(
        request.getMethod(), target(path, query), ClientAddress.of(request));
  }

  static String target(String path, @Nullable String query) {
    String target = query == null ? path : path + "?" + shown(query);
    return target.length() > MAX_LENGTH ? target.substring(0, MAX_LENGTH) : target;
  }

  private static String shown(String query) {
    return Arrays.stream(query.split("&"))
        .map(RecordedUri::parameter)
        .collect(Collectors.joining("&"));
  }

  private static String parameter(String parameter) {
    int equals = parameter.indexOf('=');
    String name = equals < 0 ? parameter : parameter.substring(0, equals);
    return equals < 0 || RECORDED_PARAMETERS.contains(name)
        ? parameter
        : name + "=" + SecretScan.HIDDEN;
  }
}
