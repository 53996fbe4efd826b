package dev.synctrail.platform;

import java.net.URI;
import java.time.Instant;
import java.util.Map;

/**
 * One revision of a configured platform. A change creates a new revision; a sync keeps the one that
 * it used.
 *
 * @param kind the kind of adapter, such as {@code optimizely}
 * @param name the display name, 1 to 255 characters
 * @param baseUrl absolute, {@code http} or {@code https}, without the API version
 * @param apiVersion the API version, such as {@code v1} or {@code preview3}
 * @param settings further settings of the adapter, never a credential
 * @param revision 1 for the first
 * @param changedBy the actor who made this revision
 */
public record Platform(
    PlatformId id,
    String kind,
    String name,
    URI baseUrl,
    String apiVersion,
    Map<String, String> settings,
    int revision,
    Instant changedAt,
    String changedBy) {

  public Platform {
    settings = Map.copyOf(settings);
  }
}
