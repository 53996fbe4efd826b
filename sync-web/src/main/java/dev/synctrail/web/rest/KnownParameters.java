package dev.synctrail.web.rest;

import dev.synctrail.web.rest.Problem.Fault;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rejects query parameters that the matched method does not declare, that are repeated but declared
 * as a single value, or that contain U+0000, which PostgreSQL cannot store in a text.
 */
@Provider
public class KnownParameters implements ContainerRequestFilter {
  private final Map<Method, Map<String, Boolean>> repeatableByName = new ConcurrentHashMap<>();

  @Context private @Nullable ResourceInfo matched;

  @Override
  public void filter(ContainerRequestContext request) {
    Method method = matched == null ? null : matched.getResourceMethod();
    if (method == null) {
      return;
    }
    Map<String, Boolean> known =
        repeatableByName.computeIfAbsent(method, KnownParameters::declaredBy);
    List<Fault> faults = new ArrayList<>();
    request
        .getUriInfo()
        .getQueryParameters()
        .forEach(
            (name, values) -> {
              Boolean repeatable = known.get(name);
              if (repeatable == null) {
                faults.add(Fault.parameter(name, unknown(name, known)));
              } else if (!repeatable && values.size() > 1) {
                faults.add(Fault.parameter(name, "Must be given only once"));
              } else if (values.stream().anyMatch(value -> value.indexOf('\0') >= 0)) {
                faults.add(Fault.parameter(name, "Must not contain the character U+0000"));
              }
            });
    if (!faults.isEmpty()) {
      throw Problem.malformed(faults);
    }
  }

  private static String unknown(String name, Map<String, Boolean> known) {
    if (name.equals("offset") && known.containsKey("cursor")) {
      return "offset is not supported: use cursor with the value of nextCursor";
    }
    return known.isEmpty()
        ? "Unknown: this endpoint has no query parameters"
        : "Unknown; known members are " + String.join(", ", known.keySet());
  }

  private static Map<String, Boolean> declaredBy(Method method) {
    Map<String, Boolean> declared = new LinkedHashMap<>();
    for (Parameter parameter : method.getParameters()) {
      if (parameter.isAnnotationPresent(BeanParam.class)) {
        for (Field field : parameter.getType().getDeclaredFields()) {
          declare(declared, field, field.getType());
        }
        QueryParameters more = parameter.getType().getAnnotation(QueryParameters.class);
        if (more != null) {
          Stream.of(more.value().getEnumConstants())
              .forEach(constant -> declared.put(constant.toString(), false));
        }
      } else {
        declare(declared, parameter, parameter.getType());
      }
    }
    for (Parameter parameter : method.getParameters()) {
      PathParam inPath = parameter.getAnnotation(PathParam.class);
      if (inPath != null) {
        declared.remove(inPath.value());
      }
    }
    return declared;
  }

  private static void declare(
      Map<String, Boolean> declared, AnnotatedElement element, Class<?> type) {
    QueryParam query = element.getAnnotation(QueryParam.class);
    if (query != null) {
      declared.put(query.value(), Collection.class.isAssignableFrom(type));
    }
  }
}
