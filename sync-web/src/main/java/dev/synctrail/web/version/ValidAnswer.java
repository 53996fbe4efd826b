package dev.synctrail.web.version;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The result of a check that found no violation. */
@Schema(name = "Valid")
public record ValidAnswer(
    @Schema(description = "Always true; a violation is a problem", required = true) boolean valid,
    @Schema(description = "What the content means", required = true) String versionHash) {}
