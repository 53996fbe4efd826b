package dev.synctrail.web.rest;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request that cannot be fulfilled (RFC 9457). Thrown by resources and the code
 * they call.
 *
 * <p>Clients rely on the code; {@code type} and {@code title} are derived from it. The detail is
 * meant for people and contains no payload, header or credential.
 */
public final class Problem extends RuntimeException {
  private static final JsonProvider JSON = JsonProvider.provider();

  /** The media type of a problem. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final transient @Nullable String detail;
  private final transient List<Fault> faults;
  private final transient Map<String, String> headers = new LinkedHashMap<>();
  private final transient Map<String, JsonValue> members = new LinkedHashMap<>();

  private Problem(int status, String code, @Nullable String detail, List<Fault> faults) {
    super(status + " " + code + (detail == null ? "" : ": " + detail), null, false, false);
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.faults = List.copyOf(faults);
  }

  /**
   * Creates a problem with any status and a code in capitals, such as {@code NOTHING_SENT}.
   *
   * @param faults all members or parameters at fault
   */
  public static Problem of(int status, String code, String detail, List<Fault> faults) {
    return new Problem(status, code, detail, faults);
  }

  /** Creates a problem with any status and a code in capitals, such as {@code NOTHING_SENT}. */
  public static Problem of(int status, String code, String detail) {
    return new Problem(status, code, detail, List.of());
  }

  /** 400: a value in the body or a parameter is always invalid. */
  public static Problem malformed(List<Fault> faults) {
    return new Problem(400, "MALFORMED_REQUEST", "The request is invalid", faults);
  }

  /** 400: the value of one parameter is always invalid. */
  public static Problem malformedParameter(String name, String detail) {
    return malformed(List.of(Fault.parameter(name, detail)));
  }

  /** 404: nothing has this name; {@code what} is for example {@code "platform \"acme\""}. */
  public static Problem notFound(String what) {
    return new Problem(404, "NOT_FOUND", "There is no " + what, List.of());
  }

  /** 409: the request conflicts with the current state and may succeed later. */
  public static Problem conflict(String code, String detail) {
    return new Problem(409, code, detail, List.of());
  }

  /** 412: {@code If-Match} does not match the current state. */
  public static Problem preconditionFailed(String detail) {
    return new Problem(412, "PRECONDITION_FAILED", detail, List.of());
  }

  /** 422: the request is well-formed but invalid. */
  public static Problem unprocessable(String code, String detail, List<Fault> faults) {
    return new Problem(422, code, detail, faults);
  }

  /** 503: the client should retry after {@code retryAfter}. */
  public static Problem unavailable(String code, String detail, Duration retryAfter) {
    Problem problem = new Problem(503, code, detail, List.of());
    problem.headers.put("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
    return problem;
  }

  /** Creates the problem for a status that the server sent itself, outside of any resource. */
  public static Problem ofServer(int status, String detail) {
    return status == 500 ? internal() : new Problem(status, codeOf(status), detail, List.of());
  }

  private static String codeOf(int status) {
    return switch (status) {
      case 401 -> "UNAUTHENTICATED";
      case 403 -> "FORBIDDEN";
      case 404 -> "NOT_FOUND";
      case 405 -> "METHOD_NOT_ALLOWED";
      case 406 -> "NOT_ACCEPTABLE";
      case 413 -> "BODY_TOO_LARGE";
      case 415 -> "UNSUPPORTED_MEDIA_TYPE";
      case 431 -> "HEADERS_TOO_LARGE";
      case 501 -> "NOT_IMPLEMENTED";
      case 505 -> "HTTP_VERSION_NOT_SUPPORTED";
      default -> status < 500 ? "MALFORMED_REQUEST" : "UNAVAILABLE";
    };
  }

  /** 500: a defect; the answer contains only the id under which it is logged. */
  static Problem internal() {
    return new Problem(500, "INTERNAL", null, List.of());
  }

  /** Adds a header to the answer and replaces an earlier one of the same name. */
  public Problem withHeader(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** Adds an extension member to the answer (RFC 9457, section 3.2). */
  public Problem withMember(String name, JsonValue value) {
    members.put(name, value);
    return this;
  }

  /** Returns the HTTP status. */
  public int status() {
    return status;
  }

  /** Returns the stable code. */
  public String code() {
    return code;
  }

  /** Returns the message for people: the detail, or the title if there is none. */
  public String text() {
    return detail == null ? title() : detail;
  }

  /** Returns the members or parameters at fault. */
  public List<Fault> faults() {
    return faults;
  }

  /** Returns the headers of the answer. */
  public Map<String, String> headers() {
    return Map.copyOf(headers);
  }

  /**
   * Returns the body of the answer.
   *
   * @param instance a URI reference that identifies this occurrence
   */
  public JsonObject toJson(String instance) {
    JsonObjectBuilder json =
        JSON.createObjectBuilder()
            .add("type", "urn:synctrail:problem:" + code.toLowerCase(Locale.ROOT).replace('_', '-'))
            .add("title", title())
            .add("status", status);
    if (detail != null) {
      json.add("detail", detail);
    }
    json.add("instance", instance).add("code", code);
    members.forEach(json::add);
    if (!faults.isEmpty()) {
      JsonArrayBuilder errors = JSON.createArrayBuilder();
      faults.forEach(fault -> errors.add(fault.toJson()));
      json.add("errors", errors);
    }
    return json.build();
  }

  String title() {
    String words = code.toLowerCase(Locale.ROOT).replace('_', ' ').replace("json", "JSON");
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /**
   * A fault at one position of the request.
   *
   * @param pointer JSON Pointer (RFC 6901) into the body, or null
   * @param parameter the name of a query, path or header parameter, or null
   */
  public record Fault(@Nullable String pointer, @Nullable String parameter, String detail) {

    /** Creates a fault in the body; the empty pointer refers to the whole body. */
    public static Fault at(String pointer, String detail) {
      return new Fault(pointer, null, detail);
    }

    /** Creates a fault in a query, path or header parameter. */
    public static Fault parameter(String name, String detail) {
      return new Fault(null, name, detail);
    }

    /** Returns the pointer to a member below {@code parent}. */
    public static String pointer(String parent, String... names) {
      StringBuilder pointer = new StringBuilder(parent);
      Arrays.stream(names).forEach(name -> pointer.append('/').append(Json.encodePointer(name)));
      return pointer.toString();
    }

    JsonObject toJson() {
      JsonObjectBuilder json = JSON.createObjectBuilder();
      if (pointer != null) {
        json.add("pointer", pointer);
      }
      if (parameter != null) {
        json.add("parameter", parameter);
      }
      return json.add("detail", detail).build();
    }
  }
}
