package dev.synctrail.web.openapi;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jspecify.annotations.Nullable;

/**
 * Adds limits to all integers, and removes the type {@code object} that the generator writes next
 * to a reference, because the referenced schema may be a string.
 */
final class SchemaLimits {
  private static final BigDecimal LARGEST_INT = BigDecimal.valueOf(Integer.MAX_VALUE);

  /** Integers beyond 2^53 - 1 are not interoperable in JSON (RFC 8259, section 6). */
  private static final BigDecimal LARGEST_LONG = BigDecimal.valueOf((1L << 53) - 1);

  private SchemaLimits() {}

  /** Completes all schemas nested in others, at any depth. */
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
    BigDecimal minimum = BigDecimal.ZERO;
    BigDecimal maximum = "int64".equals(schema.getFormat()) ? LARGEST_LONG : LARGEST_INT;
    String words = name.toLowerCase(Locale.ROOT);
    if (words.equals("limit")) {
      minimum = BigDecimal.ONE;
      maximum = BigDecimal.valueOf(200);
      schema.setDefaultValue(50);
    } else if (words.equals("progress") || words.endsWith("percent")) {
      maximum = BigDecimal.valueOf(100);
    } else if (words.equals("httpstatus") || words.equals("status")) {
      minimum = BigDecimal.valueOf(100);
      maximum = BigDecimal.valueOf(599);
    }
    if (schema.getMinimum() == null) {
      schema.setMinimum(minimum);
    }
    if (schema.getMaximum() == null) {
      schema.setMaximum(maximum);
    }
  }
}
