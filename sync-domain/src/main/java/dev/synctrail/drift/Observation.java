package dev.synctrail.drift;

import dev.synctrail.snapshot.PayloadReference;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A type as it was found on a platform.
 *
 * @param content the exact bytes of the response
 * @param etag its strong entity tag, or null when the platform gave none
 * @param at when it was first observed in this state
 */
public record Observation(PayloadReference content, @Nullable String etag, Instant at) {}
