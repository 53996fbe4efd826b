package dev.synctrail.web.version;

import dev.synctrail.contenttype.ContentHash;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The result of a check that found no violation. */
@Schema(name = "Valid")
public record ValidAnswer(
    @Schema(description = "Always true; violations return a problem") boolean valid,
    @Schema(description = "Content hash") ContentHash versionHash) {}
