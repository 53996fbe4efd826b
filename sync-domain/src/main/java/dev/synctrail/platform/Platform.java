package dev.synctrail.platform;

import java.net.URI;
import java.time.Instant;
import java.util.Map;

/**
 * One revision of a configured platform; a change is a new revision, and a sync keeps the one it
 * used.
 *
 * @param kind which adapter speaks to it, such as {@code optimizely}
 * @param name for people, 1 to 255 characters
 * @param baseUrl absolute, {@code http} or {@code https}, without the API version
 * @param apiVersion the dialect, such as {@code v1} or {@code preview3}
 * @param settings what the adapter understands beyond these, never a credential
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
