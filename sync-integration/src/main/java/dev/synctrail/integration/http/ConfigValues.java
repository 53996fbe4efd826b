package dev.synctrail.integration.http;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads configuration values; the error for an invalid value names its key. The source is a
 * function, so that settings can be created without a container.
 */
public final class ConfigValues {
  private final Function<String, Optional<String>> source;

  public ConfigValues(Function<String, Optional<String>> source) {
    this.source = source;
  }

  /** Returns the text of a key; empty when it is missing or blank. */
  public Optional<String> text(String key) {
    return source.apply(key).map(String::strip).filter(value -> !value.isEmpty());
  }

  /**
   * Returns a positive ISO-8601 duration.
   *
   * @throws IllegalArgumentException naming the key when the value is invalid
   */
  public Duration duration(String key, Duration otherwise) {
    Optional<String> value = text(key);
    if (value.isEmpty()) {
      return otherwise;
    }
    try {
      Duration parsed = Duration.parse(value.get());
      if (parsed.isZero() || parsed.isNegative()) {
        throw new IllegalArgumentException(key + " must be positive");
      }
      return parsed;
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(key + " must be an ISO-8601 duration such as PT30S", e);
    }
  }

  /**
   * Returns a whole number from 1 to {@code most}.
   *
   * @throws IllegalArgumentException naming the key when the value is invalid
   */
  public int number(String key, int otherwise, int most) {
    Optional<String> value = text(key);
    if (value.isEmpty()) {
      return otherwise;
    }
    try {
      int parsed = Integer.parseInt(value.get());
      if (parsed >= 1 && parsed <= most) {
        return parsed;
      }
      throw new IllegalArgumentException(key + " must be from 1 to " + most);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(key + " must be a whole number", e);
    }
  }

  /**
   * Returns an absolute URI.
   *
   * @throws IllegalArgumentException naming the key when the value is invalid
   */
  public Optional<URI> address(String key) {
    return text(key)
        .map(
            value -> {
              URI uri = Origins.parse(value);
              if (uri == null) {
                throw new IllegalArgumentException(
                    key + " must be an address such as http://host:port");
              }
              return uri;
            });
  }

  /** Returns the path of a file. */
  public Optional<Path> file(String key) {
    return text(key).map(Path::of);
  }
}
