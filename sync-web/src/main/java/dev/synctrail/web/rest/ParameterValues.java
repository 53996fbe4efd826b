package dev.synctrail.web.rest;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.version.VersionId;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Converts path, query and header parameters to values and names the parameter if that fails.
 *
 * <p>Supports {@link Instant}, {@link UUID}, {@link TypeKey}, {@link PlatformId} and {@link
 * VersionId} in addition to numbers, booleans and enums.
 */
@Provider
public class ParameterValues implements ParamConverterProvider {

  @Override
  public <T> @Nullable ParamConverter<T> getConverter(
      Class<T> type, Type generic, Annotation[] annotations) {
    // without a converter for text, Jersey searches for one by reflection in every request
    Function<String, ?> reader = type == String.class ? text -> text : Values.reader(type);
    return reader == null ? null : new Named<>(nameIn(annotations), type, reader);
  }

  private static String nameIn(Annotation[] annotations) {
    return Arrays.stream(annotations)
        .map(
            annotation -> {
              if (annotation instanceof QueryParam query) {
                return query.value();
              } else if (annotation instanceof PathParam path) {
                return path.value();
              } else if (annotation instanceof HeaderParam header) {
                return header.value();
              }
              return "";
            })
        .collect(Collectors.joining());
  }

  private record Named<T>(String parameter, Class<T> type, Function<String, ?> reader)
      implements ParamConverter<T> {

    @Override
    public @Nullable T fromString(@Nullable String text) {
      if (text == null) {
        return null;
      }
      try {
        return type.cast(reader.apply(text));
      } catch (IllegalArgumentException e) {
        throw Problem.malformedParameter(parameter, String.valueOf(e.getMessage()));
      }
    }

    @Override
    public String toString(T value) {
      return String.valueOf(value);
    }
  }
}
