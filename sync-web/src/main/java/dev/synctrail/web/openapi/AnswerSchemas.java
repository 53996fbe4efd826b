package dev.synctrail.web.openapi;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Marks the members that an answer always has. They are the components of its record that are not
 * {@link Nullable}, because the writer omits null and nothing else.
 */
final class AnswerSchemas {
  private final Map<String, Schema> schemas;
  private final Set<Class<?>> completed = new HashSet<>();

  AnswerSchemas(Map<String, Schema> schemas) {
    this.schemas = schemas;
  }

  /** Completes the schemas of all answers of a method. */
  void complete(Method method) {
    complete(method.getGenericReturnType());
    for (APIResponseSchema response : method.getAnnotationsByType(APIResponseSchema.class)) {
      complete(response.value());
    }
    Stream.of(method.getAnnotationsByType(APIResponse.class))
        .flatMap(response -> Stream.of(response.content()))
        .map(Content::schema)
        .flatMap(
            schema -> Stream.concat(Stream.of(schema.implementation()), Stream.of(schema.oneOf())))
        .forEach(this::complete);
  }

  private void complete(Type type) {
    if (type instanceof ParameterizedType generic) {
      complete(generic.getRawType());
      Stream.of(generic.getActualTypeArguments()).forEach(this::complete);
    } else if (type instanceof Class<?> answer && answer.isRecord() && completed.add(answer)) {
      Schema schema = schemas.get(nameOf(answer, answer.getSimpleName()));
      if (schema != null && schema.getProperties() != null) {
        List<String> required =
            required(answer).filter(schema.getProperties()::containsKey).toList();
        schema.setRequired(required.isEmpty() ? null : required);
      }
      Stream.of(answer.getRecordComponents())
          .forEach(component -> complete(component.getGenericType()));
    }
  }

  private static Stream<String> required(Class<?> answer) {
    return Stream.of(answer.getRecordComponents())
        .filter(component -> !component.getAnnotatedType().isAnnotationPresent(Nullable.class))
        .map(component -> nameOf(component.getAccessor(), component.getName()));
  }

  private static String nameOf(AnnotatedElement element, String name) {
    var schema =
        element.getAnnotation(org.eclipse.microprofile.openapi.annotations.media.Schema.class);
    return schema == null || schema.name().isEmpty() ? name : schema.name();
  }
}
