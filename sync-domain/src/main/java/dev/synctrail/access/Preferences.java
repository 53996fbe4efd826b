package dev.synctrail.access;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * How a user wants to see the console.
 *
 * @param language a language of the console, or null for that of the browser
 * @param zone the zone of all times, or null for that of the browser
 */
public record Preferences(@Nullable String language, @Nullable ZoneId zone) {}
