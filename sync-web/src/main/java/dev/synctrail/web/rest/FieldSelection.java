package dev.synctrail.web.rest;

import static java.util.stream.Collectors.joining;

import dev.synctrail.history.Page;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reduces the entries of a page to the members that {@link FieldsParameter} names. */
@Provider
public class FieldSelection implements ContainerRequestFilter, ContainerResponseFilter {
  private static final String SELECTED = FieldSelection.class.getName();

  @Context private @Nullable ResourceInfo matched;

  /** An entry of which only some members are written. */
  record Selection(Object entry, Set<String> fields) {}

  @Override
  public void filter(ContainerRequestContext request) {
    Method method = matched == null ? null : matched.getResourceMethod();
    String fields = request.getUriInfo().getQueryParameters().getFirst(FieldsParameter.NAME);
    if (fields != null
        && method != null
        && List.of(method.getParameterTypes()).contains(FieldsParameter.class)
        && method.getGenericReturnType() instanceof ParameterizedType page
        && page.getActualTypeArguments()[0] instanceof Class<?> entry) {
      request.setProperty(SELECTED, selected(fields, AnswerWriter.members(entry)));
    }
  }

  private static Set<String> selected(String fields, Set<String> known) {
    Set<String> selected = new LinkedHashSet<>(Arrays.asList(fields.split(",", -1)));
    String unknown =
        selected.stream()
            .filter(name -> !known.contains(name))
            .map(name -> name.isEmpty() ? "(empty)" : "'" + name + "'")
            .collect(joining(", "));
    if (!unknown.isEmpty()) {
      throw Problem.malformedParameter(
          FieldsParameter.NAME,
          "Unknown member " + unknown + "; known are " + String.join(", ", known));
    }
    return selected;
  }

  @Override
  @SuppressWarnings("unchecked") // set by the other method
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getProperty(SELECTED) instanceof Set<?> selected
        && response.getEntity() instanceof Page<?> page) {
      response.setEntity(page.map(entry -> new Selection(entry, (Set<String>) selected)));
    }
  }
}
