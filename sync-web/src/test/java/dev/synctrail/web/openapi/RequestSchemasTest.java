package dev.synctrail.web.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.synctrail.web.rest.RequestReader;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The OpenAPI document has the limits that the server enforces in requests. */
class RequestSchemasTest {

  static List<Class<?>> requests() {
    return new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.synctrail.web")
            .stream()
            .filter(type -> type.isAnnotatedWith(Path.class))
            .map(JavaClass::reflect)
            .flatMap(resource -> Stream.of(resource.getMethods()))
            .map(RequestSchemasTest::requestOf)
            .flatMap(Optional::stream)
            .distinct()
            .toList();
  }

  private static Optional<Class<?>> requestOf(Method method) {
    return RequestReader.bodyOf(method).map(Parameter::getType).filter(Class::isRecord);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void the_document_has_the_limits_that_are_enforced(Class<?> request) throws IOException {
    JsonObject schema = schemas().getJsonObject(request.getAnnotation(Schema.class).name());
    JsonObject members = schema.getJsonObject("properties");
    List<RecordComponent> components = List.of(request.getRecordComponents());

    assertThat(members.keySet())
        .containsExactlyInAnyOrderElementsOf(
            components.stream().map(RequestSchemasTest::nameOf).toList());
    assertThat(
            schema.getOrDefault("required", JsonValue.EMPTY_JSON_ARRAY).asJsonArray().stream()
                .map(name -> ((JsonString) name).getString()))
        .containsExactlyInAnyOrderElementsOf(RequestReader.requiredMembers(request));
    components.forEach(component -> compare(component, members));
  }

  private static void compare(RecordComponent component, JsonObject members) {
    JsonObject member = members.getJsonObject(nameOf(component));
    Method accessor = component.getAccessor();
    String unit = component.getType() == List.class ? "Items" : "Length";
    Size size = accessor.getAnnotation(Size.class);
    if (size != null) {
      assertThat(member.getInt("max" + unit)).isEqualTo(size.max());
      assertThat(member.getInt("min" + unit, 0)).isEqualTo(size.min());
    } else if (component.getType() == String.class) {
      assertThat(member).doesNotContainKeys("minLength", "maxLength");
    }
    Min min = accessor.getAnnotation(Min.class);
    if (min != null) {
      assertThat(member.getInt("minimum")).isEqualTo((int) min.value());
    }
    Max max = accessor.getAnnotation(Max.class);
    if (max != null) {
      assertThat(member.getInt("maximum")).isEqualTo((int) max.value());
    }
    Pattern pattern = accessor.getAnnotation(Pattern.class);
    if (pattern != null) {
      assertThat(member.getString("pattern")).isEqualTo(pattern.regexp());
    }
  }

  private static String nameOf(RecordComponent component) {
    Schema schema = component.getAccessor().getAnnotation(Schema.class);
    return schema == null || schema.name().isEmpty() ? component.getName() : schema.name();
  }

  private static JsonObject schemas() throws IOException {
    try (InputStream file =
            Objects.requireNonNull(
                RequestReader.class.getResourceAsStream("/META-INF/openapi.json"));
        JsonReader reader = Json.createReader(file)) {
      return reader.readObject().getJsonObject("components").getJsonObject("schemas");
    }
  }
}
