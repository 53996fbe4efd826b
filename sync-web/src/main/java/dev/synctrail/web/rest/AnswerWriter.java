package dev.synctrail.web.rest;

import dev.synctrail.history.SyncFilter;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.io.StringWriter;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Writes an answer record as JSON. Members are in the order of declaration and omitted if null,
 * instants have milliseconds, and values such as {@code TypeKey} are written as text.
 *
 * <p>The writer is declared for {@link Record} instead of {@code Object}, because JSON-B's writer
 * accepts objects as well and JAX-RS prefers the more specific type. The record is also the schema
 * in the OpenAPI document, so the two cannot diverge.
 */
@Provider
@Produces(MediaType.APPLICATION_JSON)
public class AnswerWriter implements MessageBodyWriter<Record> {
  private static final JsonProvider JSON = JsonProvider.provider();

  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return Shape.of(type);
        }
      };

  @Override
  public boolean isWriteable(
      Class<?> type, Type generic, Annotation[] annotations, MediaType mediaType) {
    return type.isRecord();
  }

  @Override
  public void writeTo(
      Record answer,
      Class<?> type,
      Type generic,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream out) {
    JsonGenerator json = JSON.createGenerator(out);
    write(json, answer);
    json.flush();
  }

  /** Returns an answer as JSON text, for callers that store or send it themselves. */
  public static String text(Object answer) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(json, answer);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Object value) {
    if (value instanceof JsonValue raw) {
      json.write(raw);
    } else if (value instanceof Boolean flag) {
      json.write(flag);
    } else if (value instanceof Integer || value instanceof Long) {
      json.write(((Number) value).longValue());
    } else if (value instanceof Number number) {
      json.write(new BigDecimal(number.toString()));
    } else if (value instanceof Instant instant) {
      json.write(Values.text(instant));
    } else if (value instanceof Enum<?> constant) {
      json.write(constant.name());
    } else if (value instanceof Collection<?> elements) {
      json.writeStartArray();
      elements.forEach(element -> write(json, element));
      json.writeEnd();
    } else if (value instanceof Map<?, ?> members) {
      json.writeStartObject();
      members.forEach((name, member) -> write(json, name.toString(), member));
      json.writeEnd();
    } else if (value instanceof SyncFilter filter) {
      write(json, filter.values());
    } else if (value instanceof Record answer && !SHAPES.get(answer.getClass()).isOneValue()) {
      json.writeStartObject();
      SHAPES
          .get(answer.getClass())
          .members()
          .forEach(member -> write(json, member.name(), member.of(answer)));
      json.writeEnd();
    } else {
      json.write(value.toString());
    }
  }

  private static void write(JsonGenerator json, String name, @Nullable Object value) {
    if (value instanceof Optional<?> optional) {
      optional.ifPresent(present -> write(json, name, present));
    } else if (value != null) {
      json.writeKey(name);
      write(json, value);
    }
  }

  /**
   * How a record is written. Computed once per class, because reflection on annotations costs more
   * than writing.
   *
   * @param isOneValue whether the record is written as the text of its only component
   */
  private record Shape(boolean isOneValue, List<Member> members) {

    static Shape of(Class<?> type) {
      RecordComponent[] components = type.getRecordComponents();
      boolean isOneValue =
          components.length == 1
              && !Collection.class.isAssignableFrom(components[0].getType())
              && !components[0].getType().isRecord();
      return new Shape(isOneValue, Stream.of(components).map(Member::of).toList());
    }
  }

  private record Member(String name, Method accessor) {

    /**
     * The name in {@link Schema} takes precedence, for members named by a reserved word of Java.
     */
    static Member of(RecordComponent component) {
      Method accessor = component.getAccessor();
      Schema schema = accessor.getAnnotation(Schema.class);
      return new Member(
          schema == null || schema.name().isEmpty() ? component.getName() : schema.name(),
          accessor);
    }

    @Nullable Object of(Record answer) {
      try {
        return accessor.invoke(answer);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(
            answer.getClass().getName() + " must be public to be an answer", e);
      }
    }
  }
}
