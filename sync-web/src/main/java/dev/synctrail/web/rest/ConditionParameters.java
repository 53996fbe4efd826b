package dev.synctrail.web.rest;

import jakarta.ws.rs.HeaderParam;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The headers that make a change depend on the current state of what it changes. */
public class ConditionParameters {
  @HeaderParam("If-Match")
  @Parameter(
      description = "ETags; one must be the current one",
      schema = @Schema(type = SchemaType.STRING),
      example = "\"1\"")
  @Nullable List<String> ifMatch;

  @HeaderParam("If-None-Match")
  @Parameter(
      description = "ETags; none may be the current one; `*` requires that none exists",
      schema = @Schema(type = SchemaType.STRING),
      example = "\"2\"")
  @Nullable List<String> ifNoneMatch;

  /**
   * Reads the headers.
   *
   * @throws Problem 400
   */
  public Preconditions read() {
    return Preconditions.of(ifMatch, ifNoneMatch);
  }
}
