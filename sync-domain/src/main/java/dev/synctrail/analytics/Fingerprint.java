package dev.synctrail.analytics;

import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.Checksum;
import dev.synctrail.text.ForeignText;
import dev.synctrail.tracking.Direction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Identifies a kind of failure by its location, failure class and message, without the parts that
 * differ between syncs.
 *
 * @param operation null if the sync failed before it was known
 * @param field the invalid member, with indexes replaced by {@code *}
 * @param detail the message, with variable parts replaced by placeholders
 */
public record Fingerprint(
    PlatformId platform,
    Direction direction,
    @Nullable Operation operation,
    FailureClass failureClass,
    @Nullable String platformCode,
    @Nullable String field,
    String detail) {
  /** The maximum length of a compared message. */
  static final int MAX_LENGTH = 200;

  private static final int MAX_INPUT_LENGTH = 2_000;
  private static final Pattern INDEX = Pattern.compile("(?<![\\p{L}\\d_])\\d+(?![\\p{L}\\d_])");
  private static final Pattern URL = Pattern.compile("\\bhttps?://[^\\s\"'<>]+");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  /** Applied in this order; later patterns do not match earlier placeholders. */
  private static final List<Replacement> VARIABLE_PARTS =
      List.of(
          replacement("\"[^\"]*\"|`[^`]*`|“[^”]*”|(?<![\\p{L}\\d])'[^']*'", "<text>"),
          replacement("(?i)\\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b", "<id>"),
          replacement(
              "\\b\\d{4}-\\d\\d-\\d\\d(?:[T ]\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d+)?)?"
                  + "(?:Z|[+-]\\d\\d:?\\d\\d)?)?",
              "<time>"),
          replacement("(?i)\\b(?=[a-f]*\\d)[0-9a-f]{12,}\\b", "<hash>"),
          replacement("\\b\\d+(?:[.,:]\\d+)*(?![\\p{L}\\d_])", "<number>"),
          replacement("\\b(?=\\p{L}*[_-]?\\p{L}*\\d)[\\p{L}\\d_]+\\b", "<id>"));

  /** Returns the fingerprint of a failed transition. */
  public static Fingerprint of(Transition failed) {
    Transition.Problem problem =
        Objects.requireNonNull(failed.problem(), "The transition is not a failure");
    String field = problem.field();
    return new Fingerprint(
        failed.platform(),
        failed.direction(),
        failed.to().operation(),
        problem.failureClass(),
        problem.platformCode(),
        field == null ? null : cut(INDEX.matcher(field).replaceAll("*")),
        normalized(problem.message(), failed.typeKey().value()));
  }

  /** Replaces the variable parts of a message by placeholders. */
  static String normalized(String message, String typeKey) {
    String text = ForeignText.shortened(message, MAX_INPUT_LENGTH);
    text = URL.matcher(text).replaceAll("<url>"); // a URL may contain the type key
    text =
        Pattern.compile("(?<![\\p{L}\\d_])" + Pattern.quote(typeKey) + "(?![\\p{L}\\d_])")
            .matcher(text)
            .replaceAll("<type>");
    for (Replacement replacement : VARIABLE_PARTS) {
      text = replacement.pattern().matcher(text).replaceAll(replacement.by());
    }
    return cut(SPACE.matcher(text).replaceAll(" ").strip());
  }

  private static String cut(String text) {
    return ForeignText.shortened(text, MAX_LENGTH);
  }

  /** Returns a stable SHA-256 of all members in hexadecimal. */
  public String hash() {
    StringBuilder all = new StringBuilder();
    for (Object part :
        new @Nullable Object[] {
          platform, direction, operation, failureClass, platformCode, field, detail
        }) {
      String text = part == null ? "" : part.toString();
      all.append(text.length()).append(':').append(text);
    }
    return Checksum.of(all.toString().getBytes(StandardCharsets.UTF_8)).hex();
  }

  private static Replacement replacement(String pattern, String by) {
    return new Replacement(Pattern.compile(pattern), by);
  }

  private record Replacement(Pattern pattern, String by) {}
}
