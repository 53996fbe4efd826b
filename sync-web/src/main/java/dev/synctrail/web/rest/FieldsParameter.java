package dev.synctrail.web.rest;

import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Lets a client choose the members of the entries of a list. A method that returns a page supports
 * it by having this parameter; {@link FieldSelection} does the rest.
 */
public class FieldsParameter {
  static final String NAME = "fields";

  @QueryParam(NAME)
  @Parameter(
      description =
          "Members that each entry has, separated by commas; default all. Members that are not"
              + " named are missing even where the schema requires them",
      example = "id,typeKey,syncStatus")
  @Nullable String fields;
}
