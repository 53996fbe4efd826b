package dev.synctrail.web.openapi;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jspecify.annotations.Nullable;

/** Chooses the example of a parameter from its schema. Bodies have {@link RecordedExamples}. */
final class ParameterExamples {
  static final String ID = "0193a1f4-7c00-7aaa-8bbb-000000000001";

  private static final String INSTANT = "2026-01-31T09:30:00.000Z";
  private static final String REF = "#/components/schemas/";

  private final Map<String, Schema> schemas;

  ParameterExamples(Map<String, Schema> schemas) {
    this.schemas = schemas;
  }

  Optional<Object> of(@Nullable Schema schema) {
    return Optional.ofNullable(schema).map(this::example);
  }

  private @Nullable Object example(Schema schema) {
    if (schema.getRef() != null) {
      return of(schemas.get(schema.getRef().substring(REF.length()))).orElse(null);
    }
    if ("date-time".equals(schema.getFormat())) {
      return INSTANT;
    }
    if (schema.getExample() != null) {
      return schema.getExample();
    }
    if (schema.getAllOf() != null && !schema.getAllOf().isEmpty()) {
      return example(schema.getAllOf().get(0));
    }
    if (schema.getEnumeration() != null && !schema.getEnumeration().isEmpty()) {
      return schema.getEnumeration().get(0);
    }
    SchemaType type = schema.getType() == null ? SchemaType.OBJECT : schema.getType();
    return switch (type) {
      case STRING -> string(schema);
      case BOOLEAN -> false;
      case INTEGER, NUMBER -> schema.getMinimum() == null ? 1 : schema.getMinimum();
      case ARRAY -> of(schema.getItems()).map(List::of).orElse(null);
      case OBJECT -> null;
    };
  }

  private static String string(Schema schema) {
    String format = schema.getFormat() == null ? "" : schema.getFormat();
    return switch (format) {
      case "uuid" -> ID;
      case "date" -> INSTANT.substring(0, 10);
      default -> "…";
    };
  }
}
