package dev.synctrail.web.openapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Builds the example of a problem, equal to the answer of the server.
 *
 * <p>Built by hand because no JSON provider is available in the build; a test compares it with the
 * server's answers.
 */
final class ExampleProblems {
  private ExampleProblems() {}

  /**
   * Builds the example.
   *
   * @param description begins with the code unless the status has only one code
   * @param path the path of the request
   */
  static Map<String, Object> of(int status, String description, String path) {
    String code = codeIn(description).orElse(status == 404 ? "NOT_FOUND" : "PRECONDITION_FAILED");
    String words = code.toLowerCase(Locale.ROOT);
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", "urn:synctrail:problem:" + words.replace('_', '-'));
    problem.put(
        "title",
        code.substring(0, 1) + words.substring(1).replace('_', ' ').replace("json", "JSON"));
    problem.put("status", status);
    if (!code.equals("INTERNAL")) {
      problem.put("detail", detail(code, description));
    }
    problem.put("instance", code.equals("INTERNAL") ? "urn:uuid:" + ParameterExamples.ID : path);
    problem.put("code", code);
    if (code.equals("FORBIDDEN")) {
      problem.put("right", "ACTION");
    }
    List<Map<String, Object>> faults = faults(code);
    if (!faults.isEmpty()) {
      problem.put("errors", faults);
    }
    return problem;
  }

  private static Optional<String> codeIn(String description) {
    String[] parts = description.split("`", 3);
    return parts.length == 3 && parts[1].matches("[A-Z_]+")
        ? Optional.of(parts[1])
        : Optional.empty();
  }

  private static String detail(String code, String description) {
    return switch (code) {
      case "MALFORMED_REQUEST" -> "The request is invalid";
      case "UNAUTHENTICATED" -> "A valid access token is required (Authorization: Bearer)";
      case "FORBIDDEN" -> "Requires the right ACTION";
      case "NOT_ACCEPTABLE" -> "None of the media types in Accept is available";
      case "BODY_TOO_LARGE" -> "A request body has at most 33554432 bytes (32 MiB)";
      case "UNSUPPORTED_MEDIA_TYPE" -> "The Content-Type of the body is not supported";
      case "TOO_MANY_REQUESTS" -> "Retry later, or send requests more slowly";
      case "DATABASE_UNREACHABLE" -> "The database cannot be reached now";
      case "STILL_RUNNING" -> "The first request with this Idempotency-Key is still running";
      case "KEY_REUSED" -> "The Idempotency-Key was already used for a different request";
      default -> description.replaceFirst("^`[A-Z_]+`[:,;]? *", "");
    };
  }

  private static List<Map<String, Object>> faults(String code) {
    return switch (code) {
      case "MALFORMED_REQUEST" -> List.of(fault("limit", "Must be from 1 to 200"));
      case "KEY_REUSED" ->
          List.of(fault("Idempotency-Key", "Already used for a different request"));
      default -> List.of();
    };
  }

  private static Map<String, Object> fault(String parameter, String detail) {
    Map<String, Object> fault = new LinkedHashMap<>();
    fault.put("parameter", parameter);
    fault.put("detail", detail);
    return fault;
  }
}
