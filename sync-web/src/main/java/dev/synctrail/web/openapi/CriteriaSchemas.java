package dev.synctrail.web.openapi;

import dev.synctrail.history.Criterion;
import dev.synctrail.tracking.RunId;
import dev.synctrail.web.history.CriteriaParameters;
import java.lang.reflect.Method;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** Documents the criteria of the history, as query parameters and as members of a filter. */
final class CriteriaSchemas {
  private CriteriaSchemas() {}

  /** Adds the query parameters of a method that takes them, except those that its path has. */
  static void addParameters(Method method, Operation operation) {
    if (!List.of(method.getParameterTypes()).contains(CriteriaParameters.class)) {
      return;
    }
    List<String> known =
        OpenApiDefaults.parametersOf(operation).stream().map(Parameter::getName).toList();
    for (Criterion criterion : Criterion.values()) {
      if (!known.contains(criterion.toString())) {
        operation.addParameter(
            OASFactory.createParameter()
                .name(criterion.toString())
                .in(Parameter.In.QUERY)
                .description(criterion.description())
                .schema(schema(criterion))
                .example(example(criterion)));
      }
    }
  }

  /** Returns the schema of a filter as a JSON object. */
  static Schema filter() {
    Schema filter =
        OASFactory.createSchema()
            .type(SchemaType.OBJECT)
            .description("Syncs that match all criteria, as in the history");
    for (Criterion criterion : Criterion.values()) {
      filter.addProperty(
          criterion.toString(),
          schema(criterion).description(criterion.description()).example(example(criterion)));
    }
    return filter;
  }

  private static Object example(Criterion criterion) {
    return criterion.type() == Boolean.class
        ? criterion.parse(criterion.example())
        : criterion.example();
  }

  private static Schema schema(Criterion criterion) {
    if (criterion.type() == Boolean.class) {
      return OASFactory.createSchema().type(SchemaType.BOOLEAN);
    }
    Schema text = OASFactory.createSchema().type(SchemaType.STRING);
    if (!criterion.choices().isEmpty()) {
      return text.enumeration(List.copyOf(criterion.choices()));
    }
    return criterion.type() == RunId.class
        ? text.format("uuid")
        : text.maxLength(criterion.maxLength());
  }
}
