package dev.synctrail.web.openapi;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jspecify.annotations.Nullable;

/**
 * Gives every whole number its limits, and takes away what the generator says beside a reference:
 * that an object is meant, which no text could be.
 */
final class SchemaLimits {
  private static final BigDecimal LARGEST_INT = BigDecimal.valueOf(Integer.MAX_VALUE);

  /** Beyond 2^53 - 1 readers of JSON disagree (RFC 8259, section 6). */
  private static final BigDecimal LARGEST_LONG = BigDecimal.valueOf((1L << 53) - 1);

  private SchemaLimits() {}

  /** Completes the schemas that are members of others, at any depth. */
  static void complete(Map<String, Schema> schemas) {
    schemas.forEach(SchemaLimits::complete);
  }

  static void complete(String name, @Nullable Schema schema) {
    if (schema == null) {
      return;
    }
    if (isNotEmpty(schema.getAllOf()) || isNotEmpty(schema.getOneOf())) {
      schema.setType(null);
    }
    if (schema.getType() == SchemaType.INTEGER) {
      limit(name, schema);
    }
    if (schema.getProperties() != null) {
      complete(schema.getProperties());
    }
    complete(name, schema.getItems());
    complete(name, schema.getAdditionalPropertiesSchema());
  }

  private static boolean isNotEmpty(@Nullable List<Schema> schemas) {
    return schemas != null && !schemas.isEmpty();
  }

  private static void limit(String name, Schema schema) {
    BigDecimal least = BigDecimal.ZERO;
    BigDecimal most = "int64".equals(schema.getFormat()) ? LARGEST_LONG : LARGEST_INT;
    String words = name.toLowerCase(Locale.ROOT);
    if (words.equals("limit")) {
      least = BigDecimal.ONE;
      most = BigDecimal.valueOf(200);
      schema.setDefaultValue(50);
    } else if (words.equals("progress") || words.endsWith("percent")) {
      most = BigDecimal.valueOf(100);
    } else if (words.equals("httpstatus") || words.equals("status")) {
      least = BigDecimal.valueOf(100);
      most = BigDecimal.valueOf(599);
    }
    if (schema.getMinimum() == null) {
      schema.setMinimum(least);
    }
    if (schema.getMaximum() == null) {
      schema.setMaximum(most);
    }
  }
}
