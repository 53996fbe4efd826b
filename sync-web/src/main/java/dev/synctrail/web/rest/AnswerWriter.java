package dev.synctrail.web.rest;

import dev.synctrail.history.SyncFilter;
import dev.synctrail.web.rest.FieldSelection.Selection;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Predicate;
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
  private static final ConcurrentMap<Class<?>, Form> FORMS = new ConcurrentHashMap<>();

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
      OutputStream out)
      throws IOException {
    write(answer, headers, out);
  }

  /** Writes an answer, with its length unless it is very long. */
  static void write(Object answer, MultivaluedMap<String, Object> headers, OutputStream out)
      throws IOException {
    JsonBytes json = new JsonBytes(out);
    write(answer, json);
    if (json.isComplete()) {
      headers.putSingle(HttpHeaders.CONTENT_LENGTH, json.length());
    }
    json.flush();
  }

  /** Returns an answer as JSON text, for callers that store or send it themselves. */
  public static String text(Object answer) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JsonBytes json = new JsonBytes(out);
    try {
      write(answer, json);
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static void write(Object value, JsonBytes json) throws IOException {
    formOf(value.getClass()).write(value, json);
  }

  /** Writes the values of one class. */
  private interface Form {
    void write(Object value, JsonBytes json) throws IOException;
  }

  private static Form formOf(Class<?> type) {
    Form known = FORMS.get(type);
    return known == null ? FORMS.computeIfAbsent(type, AnswerWriter::form) : known;
  }

  private static Form form(Class<?> type) {
    if (JsonString.class.isAssignableFrom(type)) {
      return (value, json) -> json.string(((JsonString) value).getString());
    } else if (Collection.class.isAssignableFrom(type)) {
      return (value, json) -> writeElements((Collection<?>) value, json);
    } else if (Map.class.isAssignableFrom(type)) {
      return (value, json) -> writeMembers((Map<?, ?>) value, json);
    } else if (type == Boolean.class
        || type == Integer.class
        || type == Long.class
        || JsonValue.class.isAssignableFrom(type)) {
      return (value, json) -> json.write(value.toString());
    } else if (Number.class.isAssignableFrom(type)) {
      return (value, json) -> json.write(new BigDecimal(value.toString()).toString());
    } else if (type == Instant.class) {
      return (value, json) -> json.string(Values.text((Instant) value));
    } else if (Enum.class.isAssignableFrom(type)) {
      return (value, json) -> json.string(((Enum<?>) value).name());
    } else if (type == SyncFilter.class) {
      return (value, json) -> writeMembers(((SyncFilter) value).values(), json);
    } else if (type == Selection.class) {
      return (value, json) -> writeSelection((Selection) value, json);
    } else if (type.isRecord() && !isOneValue(type.getRecordComponents())) {
      return new RecordForm(Stream.of(type.getRecordComponents()).map(Member::of).toList());
    }
    return (value, json) -> json.string(value.toString());
  }

  /** Whether a record is written as the text of its only component. */
  private static boolean isOneValue(RecordComponent[] components) {
    return components.length == 1
        && !Collection.class.isAssignableFrom(components[0].getType())
        && !components[0].getType().isRecord();
  }

  private static void writeElements(Collection<?> elements, JsonBytes json) throws IOException {
    char separator = '[';
    for (Object element : elements) {
      json.write(separator);
      separator = ',';
      write(element, json);
    }
    if (separator == '[') {
      json.write('[');
    }
    json.write(']');
  }

  private static void writeMembers(Map<?, ?> members, JsonBytes json) throws IOException {
    char separator = '{';
    for (Map.Entry<?, ?> member : members.entrySet()) {
      Object value = present(member.getValue());
      if (value != null) {
        json.write(separator);
        separator = ',';
        json.string(member.getKey().toString());
        json.write(':');
        write(value, json);
      }
    }
    if (separator == '{') {
      json.write('{');
    }
    json.write('}');
  }

  private static @Nullable Object present(@Nullable Object value) {
    return value instanceof Optional<?> optional ? optional.orElse(null) : value;
  }

  private static void writeSelection(Selection selection, JsonBytes json) throws IOException {
    if (formOf(selection.entry().getClass()) instanceof RecordForm form) {
      form.write(selection.entry(), selection.fields()::contains, json);
    } else {
      write(selection.entry(), json);
    }
  }

  /** Returns the names of the members with which a record is written. */
  static Set<String> members(Class<?> type) {
    Set<String> names = new LinkedHashSet<>();
    if (formOf(type) instanceof RecordForm form) {
      form.members().forEach(member -> names.add(member.name()));
    }
    return names;
  }

  /** Writes a record. Made once per class, because reflection costs more than writing. */
  private record RecordForm(List<Member> members) implements Form {

    @Override
    public void write(Object answer, JsonBytes json) throws IOException {
      write(answer, name -> true, json);
    }

    void write(Object answer, Predicate<String> names, JsonBytes json) throws IOException {
      char separator = '{';
      for (Member member : members) {
        Object value = names.test(member.name()) ? present(member.accessor().apply(answer)) : null;
        if (value != null) {
          json.write(separator);
          separator = ',';
          json.write(member.key());
          AnswerWriter.write(value, json);
        }
      }
      if (separator == '{') {
        json.write('{');
      }
      json.write('}');
    }
  }

  /**
   * A member of a record.
   *
   * @param key its name as JSON with the colon
   * @param accessor calls its accessor without reflection
   */
  private record Member(String name, String key, Function<Object, @Nullable Object> accessor) {

    /**
     * The name in {@link Schema} takes precedence, for members named by a reserved word of Java.
     */
    static Member of(RecordComponent component) {
      Schema schema = component.getAccessor().getAnnotation(Schema.class);
      String name = schema == null || schema.name().isEmpty() ? component.getName() : schema.name();
      return new Member(name, '"' + name + "\":", accessor(component));
    }

    @SuppressWarnings("unchecked") // the call site makes the function of the given types
    private static Function<Object, @Nullable Object> accessor(RecordComponent component) {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      try {
        MethodHandle accessor = lookup.unreflect(component.getAccessor());
        return (Function<Object, @Nullable Object>)
            LambdaMetafactory.metafactory(
                    lookup,
                    "apply",
                    MethodType.methodType(Function.class),
                    MethodType.methodType(Object.class, Object.class),
                    accessor,
                    accessor.type().wrap())
                .getTarget()
                .invoke();
      } catch (Throwable e) {
        throw new IllegalStateException(
            component.getDeclaringRecord().getName() + " must be public to be an answer", e);
      }
    }
  }
}
