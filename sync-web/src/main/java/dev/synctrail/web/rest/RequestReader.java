package dev.synctrail.web.rest;

import dev.synctrail.history.SyncFilter;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.web.rest.RequestShape.Member;
import jakarta.inject.Inject;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a request as the record that the resource method takes.
 *
 * <p>Each component is a member of the JSON object. It is required unless it is {@link Nullable};
 * but a missing flag is false, and a missing list, map or record is empty. The constraints of
 * Jakarta Validation limit its value. The OpenAPI document is generated from the same record and
 * constraints, so the two cannot diverge. All faults are reported at once. Unknown members are
 * rejected, and a member that is {@code null} counts as missing. A {@link Snapshot} has the exact
 * bytes of an object.
 *
 * <p>JSON-B's reader accepts records as well. JAX-RS prefers this one only if it declares the same
 * media types, and if it is not a proxy, of which JAX-RS does not see the type parameter.
 */
@Provider
@Consumes({MediaType.APPLICATION_JSON, "text/json", MediaType.WILDCARD})
@SharedResource
public class RequestReader implements MessageBodyReader<Record> {
  private static final byte[] EMPTY = {'{', '}'};

  /** Clocks of other systems may be ahead of ours. */
  private static final Duration TOLERANCE = Duration.ofMinutes(1);

  /** Computed once per method, because each request asks for it. */
  private static final Map<Method, Optional<Parameter>> BODIES = new ConcurrentHashMap<>();

  private final Clock clock;

  @Inject
  public RequestReader(Clock clock) {
    this.clock = clock;
  }

  /** Returns the parameter of a resource method that receives the body. */
  public static Optional<Parameter> bodyOf(Method method) {
    return BODIES.computeIfAbsent(method, RequestReader::findBody);
  }

  private static Optional<Parameter> findBody(Method method) {
    return Stream.of(method.getParameters())
        .filter(
            parameter ->
                parameter.getAnnotations().length == 0
                    || parameter.isAnnotationPresent(RequestBody.class))
        .filter(
            parameter ->
                parameter.getType().isRecord()
                    || parameter.getType() == byte[].class
                    || parameter.getType() == InputStream.class)
        .findFirst();
  }

  /** Returns the names of the required members of a request. */
  public static List<String> requiredMembers(Class<?> request) {
    return RequestShape.of(request).required();
  }

  @Override
  public boolean isReadable(
      Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
    return type.isRecord();
  }

  @Override
  public Record readFrom(
      Class<Record> type,
      Type generic,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream in)
      throws IOException {
    byte[] body = in.readAllBytes();
    boolean optional =
        Stream.of(annotations)
            .anyMatch(annotation -> annotation instanceof RequestBody of && !of.required());
    return read(type, optional && body.length == 0 ? EMPTY : body);
  }

  /**
   * Reads a body.
   *
   * @throws Problem 400 with all faults
   */
  public <T extends Record> T read(Class<T> type, byte[] body) {
    Set<String> exact = RequestShape.of(type).exact();
    return type.cast(JsonBody.read(body, exact, (in, text) -> read(in, type)));
  }

  private Object read(JsonBody in, Class<?> type) {
    RequestShape shape = RequestShape.of(type);
    @Nullable Object[] values = new Object[shape.members().size()];
    for (int i = 0; i < values.length; i++) {
      Member member = shape.members().get(i);
      values[i] = read(in, member);
      if (member.required() && !in.has(member.name())) {
        in.missing(member.name());
      }
    }
    Object read = shape.create(values);
    if (read instanceof RequestRules rules) {
      rules.check(in::faultAt);
    }
    return read;
  }

  private @Nullable Object read(JsonBody in, Member member) {
    String name = member.name();
    Class<?> type = member.type();
    if (type == String.class) {
      return text(in, member);
    } else if (type == Instant.class) {
      return instant(in, member);
    } else if (type == Snapshot.class) {
      return snapshot(in, member);
    } else if (type == Integer.class) {
      return in.optionalInteger(name, member.min(), member.max());
    } else if (type == boolean.class) {
      return in.flag(name, false);
    } else if (type == Boolean.class) {
      return in.has(name) ? in.flag(name, false) : null;
    } else if (type == List.class) {
      return list(in, member);
    } else if (type == Map.class) {
      return in.texts(name, member.max());
    } else if (type == SyncFilter.class) {
      return in.object(name, RequestReader::filter);
    } else if (type == TypeSelection.class) {
      return TypeSelection.read(in, name);
    }
    Function<String, ?> ofText = Values.reader(type);
    if (ofText != null) {
      return in.optionalValue(name, ofText);
    }
    return member.nullable() && !in.has(name) ? null : in.object(name, part -> read(part, type));
  }

  private static @Nullable String text(JsonBody in, Member member) {
    String text = in.optionalText(member.name(), member.max());
    Pattern pattern = member.pattern();
    if (text == null || text.length() > member.max()) {
      return text;
    }
    if (text.length() < member.min()) {
      in.fault(member.name(), "Shorter than " + member.min() + " characters");
    } else if (pattern != null && !text.matches(pattern.regexp())) {
      in.fault(member.name(), pattern.message());
    }
    return text;
  }

  private @Nullable Instant instant(JsonBody in, Member member) {
    Instant instant = in.optionalInstant(member.name());
    Instant now = clock.instant();
    if (instant != null && member.past() && instant.isAfter(now.plus(TOLERANCE))) {
      in.fault(member.name(), "Must not be in the future; now is " + now);
    }
    return instant;
  }

  private static @Nullable Snapshot snapshot(JsonBody in, Member member) {
    JsonValue value =
        member.objectOnly() ? in.optionalObject(member.name()) : in.optional(member.name());
    if (value instanceof JsonString text) {
      return Snapshot.ofText(text.getString());
    }
    if (value instanceof JsonStructure) {
      return Snapshot.of(in.exactBytes(member.name()));
    }
    if (value != null) {
      in.fault(member.name(), "Must be an object, an array or a string");
    }
    return null;
  }

  private List<?> list(JsonBody in, Member member) {
    Class<?> element = member.element();
    Function<String, ?> ofText = Values.reader(element);
    List<?> list =
        ofText == null
            ? in.objects(member.name(), part -> read(part, element))
            : in.values(member.name(), ofText);
    if (list.size() > member.max()) {
      in.fault(member.name(), "More than " + member.max());
    }
    return list;
  }

  /** Reads a filter with the members and values of the query parameters. */
  private static SyncFilter filter(JsonBody in) {
    return SyncFilter.parse(
        criterion -> {
          String name = criterion.toString();
          if (criterion.type() == Boolean.class) {
            return in.has(name) ? String.valueOf(in.flag(name, false)) : null;
          }
          return in.optionalText(name, Integer.MAX_VALUE);
        },
        (criterion, detail) -> in.fault(criterion.toString(), detail));
  }
}
