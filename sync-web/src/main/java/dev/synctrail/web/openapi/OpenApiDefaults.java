package dev.synctrail.web.openapi;

import dev.synctrail.access.Right;
import dev.synctrail.web.access.NeededRight;
import dev.synctrail.web.changefeed.EventsServlet;
import dev.synctrail.web.rest.Idempotent;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/**
 * Adds what no resource has to repeat: the errors that any request can meet, the problem behind
 * each error, the {@code Idempotency-Key}, and examples put together from those of the members.
 *
 * <p>Run by the build, not by the server.
 */
public class OpenApiDefaults implements OASFilter {
  private static final String SECRET =
      "`SECRET_IN_BODY`: an access token is in the body, of which nothing was kept";
  private static final String LINES = "application/x-ndjson";
  private static final String LINE =
      "{\"id\":\"019a1f0c-5e80-7c3a-9d53-2b7f6f0f9a41\",\"typeKey\":\"ArticlePage\","
          + "\"targetPlatform\":\"optimizely\",\"syncDirection\":\"PUSH\","
          + "\"syncStatus\":\"SUCCESS\",\"startedAt\":\"2026-01-31T09:30:00.000Z\"}\n";
  private static final String PROBLEM = "application/problem+json";
  private static final String PROBLEM_SCHEMA = "#/components/schemas/Problem";

  @Override
  public void filterOpenAPI(OpenAPI api) {
    Map<String, Schema> schemas = new TreeMap<>(api.getComponents().getSchemas());
    schemas.put("Problem", problem());
    schemas.put("ProblemError", problemError());
    schemas.replace("PlatformId", text("^[a-z0-9]+(-[a-z0-9]+)*$", "optimizely").maxLength(64));
    schemas.replace("TypeKey", text("^[A-Za-z][_0-9A-Za-z]{1,254}$", "ArticlePage"));
    schemas.replace("VersionId", text("^[0-9a-f]{64}$", "0123456789abcdef".repeat(4)));
    api.getComponents().setSchemas(schemas);
    api.getPaths().addPathItem(EventsServlet.API, events());
    SchemaLimits.complete(schemas);
    Examples examples = new Examples(schemas);
    api.getPaths()
        .getPathItems()
        .forEach(
            (path, item) ->
                item.getOperations()
                    .forEach((method, operation) -> complete(path, method, operation, examples)));
    SharedResponses.share(api);
    schemas.values().forEach(Examples::forgetAbsent);
  }

  /** What is no resource, because it never ends. */
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
            .summary("Be told what changes")
            .description(
                "Server-sent events: every change of a sync's status, and deployments and retrievals"
                    + " as they stand after each change. The first event is `ready`. Come back with"
                    + " `Last-Event-ID`, to any server, and nothing is missed within an hour; after"
                    + " that the first event is `reset`: read anew. The server ends the connection"
                    + " after 15 minutes, or when nothing is taken for 30 seconds.")
            .addParameter(
                OASFactory.createParameter()
                    .name("Last-Event-ID")
                    .in(Parameter.In.HEADER)
                    .description("The `id` of the last event that arrived")
                    .schema(OASFactory.createSchema().type(SchemaType.STRING))
                    .example("7312.42.1769851800"))
            .responses(
                OASFactory.createAPIResponses()
                    .addAPIResponse(
                        "200",
                        OASFactory.createAPIResponse()
                            .description("The events, as long as they are listened to")
                            .content(stream)));
    return OASFactory.createPathItem().GET(listen);
  }

  private static void complete(
      String path, PathItem.HttpMethod method, Operation operation, Examples examples) {
    Method behind = behind(operation.getOperationId());
    boolean idempotent = behind.isAnnotationPresent(Idempotent.class);
    tellRight(operation, NeededRight.of(behind));
    operation.setOperationId(shortened(operation.getOperationId()));
    if (idempotent && method == PathItem.HttpMethod.POST) {
      operation.addParameter(idempotencyKey());
    }
    addErrors(operation, idempotent);
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
    if (operation.getRequestBody() != null) {
      addExamples(operation.getRequestBody().getContent(), examples);
    }
    operation
        .getResponses()
        .getAPIResponses()
        .forEach(
            (status, response) ->
                completeResponse(status, response, place(path, operation), examples));
  }

  /** Returns an address of the operation, its parameters filled with their examples. */
  private static String place(String path, Operation operation) {
    String place = path;
    for (Parameter parameter : parametersOf(operation)) {
      place =
          place.replace("{" + parameter.getName() + "}", String.valueOf(parameter.getExample()));
    }
    return place;
  }

  private static List<Parameter> parametersOf(Operation operation) {
    return operation.getParameters() == null ? List.of() : operation.getParameters();
  }

  private static void completeResponse(
      String status, APIResponse response, String place, Examples examples) {
    Headers.complete(status, response);
    if (status.startsWith("4") || status.startsWith("5")) {
      MediaType problem =
          OASFactory.createMediaType()
              .schema(OASFactory.createSchema().ref(PROBLEM_SCHEMA))
              .example(
                  ExampleProblems.of(Integer.parseInt(status), response.getDescription(), place));
      response.setContent(OASFactory.createContent().addMediaType(PROBLEM, problem));
    } else {
      addExamples(response.getContent(), examples);
    }
  }

  private static void addExamples(Content content, Examples examples) {
    if (content != null) {
      content
          .getMediaTypes()
          .forEach(
              (name, media) -> {
                if (name.equals(LINES)) {
                  media.setExample(LINE); // the generator takes one line for a JSON object
                }
                if (media.getExample() == null && media.getExamples() == null) {
                  examples.of(media.getSchema()).ifPresent(media::setExample);
                }
              });
    }
  }

  private static void addErrors(Operation operation, boolean idempotent) {
    APIResponses responses = operation.getResponses();
    Map<String, String> errors = new LinkedHashMap<>();
    errors.put("400", "`MALFORMED_REQUEST`: every unknown or malformed member or parameter");
    errors.put("401", "`UNAUTHENTICATED`: no valid token was shown");
    errors.put("403", "`FORBIDDEN`: the caller has not the right, which `right` names");
    if (givesContent(responses)) {
      errors.put("406", "`NOT_ACCEPTABLE`: none of the media types in `Accept` is available");
    }
    if (operation.getRequestBody() != null) {
      if (!operation.getRequestBody().getContent().hasMediaType(LINES)) {
        errors.put("413", "`BODY_TOO_LARGE`: more than 32 MiB");
        errors.put("422", SECRET);
      }
      errors.put("415", "`UNSUPPORTED_MEDIA_TYPE`: the body is of another type");
    }
    if (idempotent) {
      errors.put("409", "`STILL_RUNNING`: the first request with this key is not finished");
      errors.merge(
          "422",
          "`KEY_REUSED`: the key was used for another request",
          (secret, reused) -> reused + "; " + secret);
    }
    errors.put(
        "429",
        "`TOO_MANY_REQUESTS`: the caller, or strangers from there; `TOO_MANY_AT_ONCE`: this many"
            + " of the caller are being answered; `Retry-After` says how long");
    errors.put("500", "`INTERNAL`: a defect of ours; `instance` is its id in the log");
    errors.put(
        "503",
        "`DATABASE_UNREACHABLE`, `DISK_FULL`, `TOO_MUCH_AT_ONCE` (other large bodies are being"
            + " read): come back after `Retry-After` seconds");
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

  private static Parameter idempotencyKey() {
    return OASFactory.createParameter()
        .name("Idempotency-Key")
        .in(Parameter.In.HEADER)
        .description(
            "Made up by you. Repeating the same request with it within 24 hours gives the first"
                + " answer again and starts nothing twice.")
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
        .description("What went wrong (RFC 9457)")
        .required(List.of("type", "title", "status", "instance", "code"))
        .addProperty("type", string("Made from the code, stable").format("uri"))
        .addProperty("title", string("The code in words"))
        .addProperty(
            "status",
            OASFactory.createSchema()
                .type(SchemaType.INTEGER)
                .format("int32")
                .description("The HTTP status"))
        .addProperty("detail", string("What to do about it, for people; never with a 500"))
        .addProperty("instance", string("This very occurrence").format("uri-reference"))
        .addProperty("code", string("What programs decide by"))
        .addProperty("right", string("With `FORBIDDEN`: the right that is missing"))
        .addProperty(
            "errors",
            OASFactory.createSchema()
                .type(SchemaType.ARRAY)
                .description("Every place in the request that is at fault")
                .items(OASFactory.createSchema().ref("#/components/schemas/ProblemError")));
  }

  private static Schema problemError() {
    return OASFactory.createSchema()
        .type(SchemaType.OBJECT)
        .description("One place that is at fault: a pointer or a parameter")
        .required(List.of("detail"))
        .addProperty("pointer", string("JSON Pointer (RFC 6901) into the body"))
        .addProperty("parameter", string("The name of a query, path or header parameter"))
        .addProperty("detail", string("What is wrong with it"));
  }

  private static Schema string(String description) {
    return OASFactory.createSchema().type(SchemaType.STRING).description(description);
  }

  private static Schema text(String pattern, String example) {
    return OASFactory.createSchema().type(SchemaType.STRING).pattern(pattern).example(example);
  }

  private static void tellRight(Operation operation, Right right) {
    operation.addExtension("x-right", right.name());
    String described = operation.getDescription() == null ? "" : operation.getDescription() + " ";
    operation.setDescription(described + "Needs the right `" + right + "`.");
  }

  /** The build names an operation by its method, {@code package.Class_method}. */
  private static Method behind(String operationId) {
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
