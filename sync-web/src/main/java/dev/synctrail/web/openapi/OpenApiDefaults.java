package dev.synctrail.web.openapi;

import dev.synctrail.access.Right;
import dev.synctrail.history.PageCursors;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.web.access.NeededRight;
import dev.synctrail.web.changefeed.EventsServlet;
import dev.synctrail.web.rest.ConditionParameters;
import dev.synctrail.web.rest.Idempotent;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.parameters.RequestBody;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/**
 * Completes the OpenAPI document with what all operations have in common: general errors, the
 * problem of each error, the {@code Idempotency-Key}, and examples.
 *
 * <p>Runs in the build, not in the server.
 */
public class OpenApiDefaults implements OASFilter {
  private static final String SECRET =
      "`SECRET_IN_BODY`: the body contains an access token; nothing was stored";
  private static final String SHA_256 = "^[0-9a-f]{64}$";
  private static final String NDJSON = "application/x-ndjson";
  private static final String PROBLEM = "application/problem+json";

  /** Paths of lists that are empty if nothing is known about what the path names. */
  private static final Set<String> EMPTY_IF_UNKNOWN =
      Set.of("/api/v1/sync/type/{typeKey}", "/api/v1/sync/{typeKey}/history");

  private static final String PROBLEM_SCHEMA = "#/components/schemas/Problem";

  @Override
  public void filterOpenAPI(OpenAPI api) {
    Map<String, Schema> schemas = new TreeMap<>(api.getComponents().getSchemas());
    schemas.put("Problem", problem());
    schemas.put("ProblemError", problemError());
    schemas.replace(
        "PlatformId",
        text("^" + PlatformId.PATTERN + "$", "optimizely").maxLength(PlatformId.MAX_LENGTH));
    schemas.replace("TypeKey", text("^[A-Za-z][_0-9A-Za-z]{1,254}$", "ArticlePage"));
    schemas.replace("Snapshot", OASFactory.createSchema().type(SchemaType.OBJECT));
    schemas.remove("Checksum");
    schemas.replace("SyncFilter", CriteriaSchemas.filter());
    schemas.replace("SyncId", string("UUIDv7 with the time of `startedAt`").format("uuid"));
    schemas.replace("RunId", string("UUIDv7 with the time of `createdAt`").format("uuid"));
    schemas.replace("ContentHash", text(SHA_256, "9f86d081884c7d65".repeat(4)));
    schemas.replace("VersionId", text(SHA_256, "0123456789abcdef".repeat(4)));
    Map<String, String> pages = PageSchemas.complete(schemas);
    api.getComponents().setSchemas(schemas);
    api.getPaths().addPathItem(EventsServlet.API, events());
    SchemaLimits.complete(schemas);
    RecordSchemas records = new RecordSchemas(schemas);
    ParameterExamples examples = new ParameterExamples(schemas);
    RecordedExamples recorded = RecordedExamples.read();
    api.getPaths()
        .getPathItems()
        .forEach(
            (path, item) ->
                item.getOperations()
                    .forEach(
                        (method, operation) -> {
                          complete(path, method, operation, records, examples, pages);
                          recorded.complete(method + " " + path, operation);
                        }));
    SharedResponses.share(api);
  }

  /** Documents the change feed, which is a servlet and not a resource. */
  private static PathItem events() {
    Content stream =
        OASFactory.createContent()
            .addMediaType(
                "text/event-stream",
                OASFactory.createMediaType()
                    .schema(string("Events: `sync`, `deployment`, `retrieval`, `ready`, `reset`"))
                    .example(
                        "id: 7312.42.1769851800\nevent: sync\n"
                            + "data: {\"id\":\"019a1f0c-5e80-7c3a-9d53-2b7f6f0f9a41\","
                            + "\"typeKey\":\"ArticlePage\",\"targetPlatform\":\"sandbox\","
                            + "\"syncDirection\":\"PUSH\",\"syncStatus\":\"SUCCESS\"}\n\n"));
    Operation listen =
        OASFactory.createOperation()
            .operationId(EventsServlet.class.getName() + "_listen")
            .addTag("Events")
            .summary("Stream change events")
            .description(
                "Server-sent events: every status change of a sync, and the current state of"
                    + " deployments and retrievals after each change. The first event is `ready`."
                    + " Reconnect to any server with `Last-Event-ID` within an hour to miss no"
                    + " event; later, the first event is `reset`: reload your data. The server"
                    + " closes the connection after 15 minutes, or when the client reads nothing"
                    + " for 30 seconds.")
            .addParameter(
                OASFactory.createParameter()
                    .name("Last-Event-ID")
                    .in(Parameter.In.HEADER)
                    .description("`id` of the last event received")
                    .schema(OASFactory.createSchema().type(SchemaType.STRING))
                    .example("7312.42.1769851800"))
            .responses(
                OASFactory.createAPIResponses()
                    .addAPIResponse(
                        "200",
                        OASFactory.createAPIResponse()
                            .description("Stream of events")
                            .content(stream)));
    return OASFactory.createPathItem().GET(listen);
  }

  private static void complete(
      String path,
      PathItem.HttpMethod method,
      Operation operation,
      RecordSchemas records,
      ParameterExamples examples,
      Map<String, String> pages) {
    Method resourceMethod = methodOf(operation.getOperationId());
    boolean idempotent = resourceMethod.isAnnotationPresent(Idempotent.class);
    describeRight(operation, NeededRight.of(resourceMethod));
    operation.setOperationId(shortened(operation.getOperationId()));
    if (idempotent && method == PathItem.HttpMethod.POST) {
      operation.addParameter(idempotencyKey());
    }
    records.complete(resourceMethod);
    CriteriaSchemas.addParameters(resourceMethod, operation);
    if (List.of(resourceMethod.getParameterTypes()).contains(ConditionParameters.class)) {
      operation.getResponses().addAPIResponse("412", preconditionFailed());
    }
    addErrors(path, method, operation, idempotent);
    if (operation.getRequestBody() != null) {
      complete(operation.getRequestBody());
    }
    if (PageCursors.class.isAssignableFrom(resourceMethod.getReturnType())) {
      PageSchemas.complete(resourceMethod, operation.getResponses().getAPIResponse("200"), pages);
    }
    for (Parameter parameter : parametersOf(operation)) {
      SchemaLimits.complete(parameter.getName(), parameter.getSchema());
      if (parameter.getExample() == null && parameter.getExamples() == null) {
        examples.of(parameter.getSchema()).ifPresent(parameter::setExample);
      }
      if (parameter.getSchema().getType() == SchemaType.ARRAY
          && parameter.getExample() != null
          && !(parameter.getExample() instanceof List)) {
        parameter.setExample(List.of(parameter.getExample()));
      }
    }
    operation
        .getResponses()
        .getAPIResponses()
        .forEach(
            (status, response) -> completeResponse(status, response, examplePath(path, operation)));
  }

  private static void complete(RequestBody body) {
    if (body.getRequired() == null) {
      body.setRequired(true);
    }
    MediaType any = body.getContent().getMediaType("*/*");
    if (any != null) {
      body.setContent(OASFactory.createContent().addMediaType("application/json", any));
    }
  }

  /** Returns a path of the operation, with the parameters replaced by their examples. */
  private static String examplePath(String template, Operation operation) {
    String path = template;
    for (Parameter parameter : parametersOf(operation)) {
      path = path.replace("{" + parameter.getName() + "}", String.valueOf(parameter.getExample()));
    }
    return path;
  }

  static List<Parameter> parametersOf(Operation operation) {
    return operation.getParameters() == null ? List.of() : operation.getParameters();
  }

  private static void completeResponse(String status, APIResponse response, String path) {
    Headers.complete(status, response);
    if (status.startsWith("4") || status.startsWith("5")) {
      MediaType problem =
          OASFactory.createMediaType()
              .schema(OASFactory.createSchema().ref(PROBLEM_SCHEMA))
              .example(
                  ExampleProblems.of(Integer.parseInt(status), response.getDescription(), path));
      response.setContent(OASFactory.createContent().addMediaType(PROBLEM, problem));
    }
  }

  private static void addErrors(
      String path, PathItem.HttpMethod method, Operation operation, boolean idempotent) {
    APIResponses responses = operation.getResponses();
    Map<String, String> errors = new LinkedHashMap<>();
    errors.put("400", "`MALFORMED_REQUEST`: every unknown or malformed member or parameter");
    errors.put("401", "`UNAUTHENTICATED`: no valid access token");
    errors.put("403", "`FORBIDDEN`: the caller lacks the right named by `right`");
    if (path.contains("{")
        && !EMPTY_IF_UNKNOWN.contains(path)
        && !(method == PathItem.HttpMethod.PUT && responses.hasAPIResponse("201"))) {
      errors.put("404", "`NOT_FOUND`: what the path names does not exist");
    }
    if (givesContent(responses)) {
      errors.put("406", "`NOT_ACCEPTABLE`: none of the media types in `Accept` is available");
    }
    if (operation.getRequestBody() != null) {
      if (!operation.getRequestBody().getContent().hasMediaType(NDJSON)) {
        errors.put("413", "`BODY_TOO_LARGE`: more than 32 MiB");
        errors.put("422", SECRET);
      }
      errors.put("415", "`UNSUPPORTED_MEDIA_TYPE`: the media type of the body is not supported");
    }
    if (idempotent) {
      errors.put("409", "`STILL_RUNNING`: the first request with this key is still running");
      errors.merge(
          "422",
          "`KEY_REUSED`: the key was already used for a different request",
          (secret, reused) -> reused + "; " + secret);
    }
    errors.put(
        "429",
        "`TOO_MANY_REQUESTS`: rate limit of the caller, or of unauthenticated requests"
            + " from this address; `TOO_MANY_AT_ONCE`: too many concurrent requests of the"
            + " caller; retry after `Retry-After`");
    errors.put("500", "`INTERNAL`: an internal error; `instance` is its id in the server log");
    errors.put(
        "503",
        "`DATABASE_UNREACHABLE`, `DISK_FULL`, `LEDGER_KEY_MISSING`, `TOO_MUCH_AT_ONCE` (too many"
            + " large bodies are being read): retry after `Retry-After` seconds");
    errors.forEach(
        (status, description) -> {
          APIResponse already = responses.getAPIResponse(status);
          if (already == null) {
            responses.addAPIResponse(
                status, OASFactory.createAPIResponse().description(description));
          } else if (idempotent && List.of("409", "422").contains(status)) {
            already.setDescription(already.getDescription() + "; " + description);
          }
        });
    responses.setAPIResponses(new TreeMap<>(responses.getAPIResponses()));
  }

  private static boolean givesContent(APIResponses responses) {
    return responses.getAPIResponses().entrySet().stream()
        .anyMatch(
            response ->
                response.getKey().startsWith("2") && response.getValue().getContent() != null);
  }

  private static APIResponse preconditionFailed() {
    return OASFactory.createAPIResponse()
        .description("`PRECONDITION_FAILED`: `If-Match` or `If-None-Match` does not match");
  }

  private static Parameter idempotencyKey() {
    return OASFactory.createParameter()
        .name("Idempotency-Key")
        .in(Parameter.In.HEADER)
        .description(
            "A unique key of your choice. Repeating the same request with it within 24"
                + " hours returns the first response and starts nothing twice.")
        .schema(
            OASFactory.createSchema()
                .type(SchemaType.STRING)
                .minLength(1)
                .maxLength(255)
                .pattern("^[\\x21-\\x7e]+$"))
        .example("release-42-articles");
  }

  private static Schema problem() {
    return OASFactory.createSchema()
        .type(SchemaType.OBJECT)
        .description("Error details (RFC 9457)")
        .required(List.of("type", "title", "status", "instance", "code"))
        .addProperty("type", string("Stable URI derived from `code`").format("uri"))
        .addProperty("title", string("Title of the code"))
        .addProperty(
            "status",
            OASFactory.createSchema()
                .type(SchemaType.INTEGER)
                .format("int32")
                .description("HTTP status"))
        .addProperty("detail", string("Explanation; never with status 500"))
        .addProperty("instance", string("URI of this occurrence").format("uri-reference"))
        .addProperty("code", string("Stable error code"))
        .addProperty("right", string("With `FORBIDDEN`: the missing right"))
        .addProperty(
            "errors",
            OASFactory.createSchema()
                .type(SchemaType.ARRAY)
                .description("All errors in the request")
                .items(OASFactory.createSchema().ref("#/components/schemas/ProblemError")));
  }

  private static Schema problemError() {
    return OASFactory.createSchema()
        .type(SchemaType.OBJECT)
        .description("An error, with a pointer or a parameter")
        .required(List.of("detail"))
        .addProperty("pointer", string("JSON Pointer (RFC 6901) into the body"))
        .addProperty("parameter", string("Name of a query, path or header parameter"))
        .addProperty("detail", string("Error message"));
  }

  private static Schema string(String description) {
    return OASFactory.createSchema().type(SchemaType.STRING).description(description);
  }

  private static Schema text(String pattern, String example) {
    return OASFactory.createSchema().type(SchemaType.STRING).pattern(pattern).example(example);
  }

  private static void describeRight(Operation operation, Right right) {
    operation.addExtension("x-right", right.name());
    String described = operation.getDescription() == null ? "" : operation.getDescription() + " ";
    operation.setDescription(described + "Needs the right `" + right + "`.");
  }

  /** The build sets the operation id to the method, {@code package.Class_method}. */
  private static Method methodOf(String operationId) {
    int at = operationId.lastIndexOf('_');
    try {
      return Arrays.stream(Class.forName(operationId.substring(0, at)).getMethods())
          .filter(method -> method.getName().equals(operationId.substring(at + 1)))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("No method is behind " + operationId));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("No resource is behind " + operationId, e);
    }
  }

  private static String shortened(String operationId) {
    return operationId.substring(operationId.lastIndexOf('.') + 1).replaceFirst("Resource_", "_");
  }
}
