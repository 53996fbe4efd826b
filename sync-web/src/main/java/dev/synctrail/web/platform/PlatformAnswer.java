package dev.synctrail.web.platform;

import dev.synctrail.platform.Platform;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One revision of a platform. */
@Schema(name = "Platform")
public record PlatformAnswer(
    @Schema(description = "Id", required = true, example = "optimizely") String id,
    @Schema(
            description = "Kind of platform, which selects the adapter",
            required = true,
            example = "optimizely")
        String kind,
    @Schema(description = "Display name", required = true, example = "Production") String name,
    @Schema(
            description = "URL of the resource",
            required = true,
            example = "https://api.cms.optimizely.com")
        URI baseUrl,
    @Schema(description = "API version of the platform", required = true, example = "v1")
        String apiVersion,
    @Schema(description = "Further settings of the adapter", required = true)
        Map<String, String> settings,
    @Schema(description = "Whether credentials are configured for the base URL", required = true)
        Credentials credentials,
    @Schema(
            description =
                "Whether the platform rejects a write if its state has changed since it was"
                    + " read; otherwise the state is only compared directly before the write",
            required = true,
            example = "true")
        boolean locks,
    @Schema(description = "Revision number, from 1", required = true, example = "1") int revision,
    @Schema(description = "Time of this revision", required = true) Instant changedAt,
    @Schema(description = "Author of this revision", required = true, example = "admin")
        String changedBy) {

  /** Converts a platform, without its credentials. */
  public static PlatformAnswer of(Platform platform, boolean hasCredentials, boolean locks) {
    return new PlatformAnswer(
        platform.id().value(),
        platform.kind(),
        platform.name(),
        platform.baseUrl(),
        platform.apiVersion(),
        platform.settings(),
        hasCredentials ? Credentials.configured : Credentials.missing,
        locks,
        platform.revision(),
        platform.changedAt(),
        platform.changedBy());
  }

  /** Whether credentials are configured, which is all that a response contains of them. */
  public enum Credentials {
    configured,
    missing
  }
}
