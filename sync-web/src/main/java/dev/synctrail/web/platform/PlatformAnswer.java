package dev.synctrail.web.platform;

import dev.synctrail.platform.Platform;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One revision of a platform. */
@Schema(name = "Platform")
public record PlatformAnswer(
    @Schema(description = "Its id", required = true, example = "optimizely") String id,
    @Schema(description = "Which adapter speaks to it", required = true, example = "optimizely")
        String kind,
    @Schema(description = "For people", required = true, example = "Production") String name,
    @Schema(
            description = "Where it is",
            required = true,
            example = "https://api.cms.optimizely.com")
        URI baseUrl,
    @Schema(description = "The dialect", required = true, example = "v1") String apiVersion,
    @Schema(description = "What the adapter understands beyond these", required = true)
        Map<String, String> settings,
    @Schema(
            description = "Whether credentials are configured that may go to the base URL",
            required = true)
        Credentials credentials,
    @Schema(
            description =
                "Whether the platform refuses a write when the state it was made for is no longer"
                    + " there; otherwise that state is only compared right before the write",
            required = true,
            example = "true")
        boolean locks,
    @Schema(description = "1 for the first", required = true, example = "1") int revision,
    @Schema(description = "When this revision was made", required = true) Instant changedAt,
    @Schema(description = "Who made this revision", required = true, example = "admin")
        String changedBy) {

  /** Shows a platform, without anything secret. */
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

  /** All that is ever said of credentials. */
  public enum Credentials {
    configured,
    missing
  }
}
