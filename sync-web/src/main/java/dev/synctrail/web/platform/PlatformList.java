package dev.synctrail.web.platform;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Platforms, or revisions of one. */
@Schema(name = "PlatformList")
public record PlatformList(
    @Schema(description = "The platforms or revisions", required = true) List<PlatformAnswer> data,
    @Schema(description = "Always false: all are given", required = true) boolean hasMore) {}
