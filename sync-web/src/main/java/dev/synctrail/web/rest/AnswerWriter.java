package dev.synctrail.web.rest;

import jakarta.json.Json;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.io.StringWriter;
import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Writes an answer record as JSON: members in the order they are declared, left out when null,
 * instants with milliseconds, values such as a {@code TypeKey} as their text.
 *
 * <p>It writes {@link Record} and not {@code Object}, because JSON-B's writer takes that too, and
 * the nearer type wins. The record is also the schema in the OpenAPI document, so the two cannot
 * drift apart.
 */
@Provider
@Produces(MediaType.APPLICATION_JSON)
public class AnswerWriter implements MessageBodyWriter<Record> {

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
    JsonGenerator json = Json.createGenerator(out);
    write(json, answer);
    json.flush();
  }

  /** Returns an answer as JSON text, for those who must keep it. */
  static String text(Object answer) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = Json.createGenerator(text)) {
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
    } else if (value instanceof Record answer && !isOneValue(answer)) {
      json.writeStartObject();
      for (RecordComponent component : answer.getClass().getRecordComponents()) {
        write(json, nameOf(component), read(answer, component));
      }
      json.writeEnd();
    } else {
      json.write(value.toString());
    }
  }

  /** The schema has the last word, for names that Java keeps to itself. */
  private static String nameOf(RecordComponent component) {
    Schema schema = component.getAccessor().getAnnotation(Schema.class);
    return schema == null || schema.name().isEmpty() ? component.getName() : schema.name();
  }

  private static void write(JsonGenerator json, String name, @Nullable Object value) {
    if (value instanceof Optional<?> optional) {
      optional.ifPresent(present -> write(json, name, present));
    } else if (value != null) {
      json.writeKey(name);
      write(json, value);
    }
  }

  private static boolean isOneValue(Record value) {
    RecordComponent[] components = value.getClass().getRecordComponents();
    return components.length == 1
        && !Collection.class.isAssignableFrom(components[0].getType())
        && !components[0].getType().isRecord();
  }

  private static @Nullable Object read(Record answer, RecordComponent component) {
    try {
      return component.getAccessor().invoke(answer);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          answer.getClass().getName() + " must be public to be an answer", e);
    }
  }
}
