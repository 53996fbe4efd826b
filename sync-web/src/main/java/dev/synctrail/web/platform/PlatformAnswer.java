package dev.synctrail.web.platform;

import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One revision of a platform. */
@Schema(name = "Platform")
public record PlatformAnswer(
    @Schema(description = "Id", example = "optimizely") PlatformId id,
    @Schema(description = "Kind of platform, which selects the adapter", example = "optimizely")
        String kind,
    @Schema(description = "Display name", example = "Production") String name,
    @Schema(description = "URL of the resource", example = "https://api.cms.optimizely.com")
        URI baseUrl,
    @Schema(description = "API version of the platform", example = "v1") String apiVersion,
    @Schema(description = "Further settings of the adapter") Map<String, String> settings,
    @Schema(description = "Whether credentials are configured for the base URL")
        Credentials credentials,
    @Schema(
            description =
                "Whether the platform rejects a write if its state has changed since it was"
                    + " read; otherwise the state is only compared directly before the write",
            example = "true")
        boolean locks,
    @Schema(description = "Revision number, from 1", example = "1") int revision,
    @Schema(description = "Time of this revision") Instant changedAt,
    @Schema(description = "Author of this revision", example = "admin") String changedBy) {

  /** Converts a platform, without its credentials. */
  public static PlatformAnswer of(Platform platform, boolean hasCredentials, boolean locks) {
    return new PlatformAnswer(
        platform.id(),
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
