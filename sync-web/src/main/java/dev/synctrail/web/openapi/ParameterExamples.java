package dev.synctrail.web.openapi;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jspecify.annotations.Nullable;

/** Builds the example of a schema from the examples of its members, or from their types. */
final class Examples {
  static final String URN = "urn:uuid:0193a1f4-7c00-7aaa-8bbb-0123456789ab";

  static final String ID = URN.substring("urn:uuid:".length());

  /** Marks a member that is absent from the example of its parent. */
  private static final String ABSENT = "null";

  private static final String INSTANT = "2026-01-31T09:30:00.000Z";
  private static final String REF = "#/components/schemas/";

  private final Map<String, Schema> schemas;

  Examples(Map<String, Schema> schemas) {
    this.schemas = schemas;
  }

  /** Removes the marks of absent members. */
  static void removeAbsentMarks(Schema schema) {
    if (schema.getProperties() != null) {
      schema.getProperties().values().stream()
          .filter(member -> ABSENT.equals(member.getExample()))
          .forEach(member -> member.setExample(null));
    }
  }

  Optional<Object> of(@Nullable Schema schema) {
    return Optional.ofNullable(schema).map(known -> example(known, new HashSet<>()));
  }

  private @Nullable Object example(Schema schema, Set<String> above) {
    if (schema.getRef() != null) {
      return referred(schema.getRef(), above);
    }
    if ("date-time".equals(schema.getFormat())) {
      return INSTANT;
    }
    if (schema.getExample() != null) {
      return schema.getExample();
    }
    if (schema.getAllOf() != null && !schema.getAllOf().isEmpty()) {
      return example(schema.getAllOf().get(0), above);
    }
    if (schema.getOneOf() != null && !schema.getOneOf().isEmpty()) {
      return example(schema.getOneOf().get(0), above);
    }
    if (schema.getEnumeration() != null && !schema.getEnumeration().isEmpty()) {
      return schema.getEnumeration().get(0);
    }
    return byType(schema, above);
  }

  private @Nullable Object referred(String ref, Set<String> above) {
    Schema known = schemas.get(ref.substring(REF.length()));
    if (known == null || !above.add(ref)) {
      return null;
    }
    try {
      return example(known, above);
    } finally {
      above.remove(ref);
    }
  }

  private @Nullable Object byType(Schema schema, Set<String> above) {
    SchemaType type = schema.getType() == null ? SchemaType.OBJECT : schema.getType();
    return switch (type) {
      case STRING -> string(schema);
      case BOOLEAN -> false;
      case INTEGER, NUMBER -> schema.getMinimum() == null ? 1 : schema.getMinimum();
      case ARRAY -> {
        Object item = schema.getItems() == null ? null : example(schema.getItems(), above);
        yield item == null ? List.of() : List.of(item);
      }
      case OBJECT -> {
        Map<String, Object> members = new LinkedHashMap<>();
        if (schema.getProperties() != null) {
          schema
              .getProperties()
              .forEach(
                  (name, member) -> {
                    Object value = example(member, above);
                    if (value != null && !value.equals(ABSENT)) {
                      members.put(name, value);
                    }
                  });
        }
        yield members;
      }
    };
  }

  private static String string(Schema schema) {
    String format = schema.getFormat() == null ? "" : schema.getFormat();
    return switch (format) {
      case "uuid" -> ID;
      case "date" -> INSTANT.substring(0, 10);
      case "uri" -> "https://api.cms.optimizely.com";
      default -> "…";
    };
  }
}
