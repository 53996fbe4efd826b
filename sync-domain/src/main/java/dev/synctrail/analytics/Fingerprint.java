package dev.synctrail.analytics;

import dev.synctrail.platform.FailureClass;
import dev.synctrail.platform.Operation;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.text.ForeignText;
import dev.synctrail.tracking.Direction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What failures of one kind have in common: where and how they failed, and what the platform said,
 * without what differs from one sync to the next.
 *
 * @param operation null when it failed before that was known
 * @param field the member complained about, indexes replaced by {@code *}
 * @param detail the message, with what is particular to one sync replaced by what it is
 */
public record Fingerprint(
    PlatformId platform,
    Direction direction,
    @Nullable Operation operation,
    FailureClass failureClass,
    @Nullable String platformCode,
    @Nullable String field,
    String detail) {
  /** How much of a message is compared. */
  static final int LONGEST = 200;

  private static final int MOST_READ = 2_000;
  private static final Pattern INDEX = Pattern.compile("(?<![\\p{L}\\d_])\\d+(?![\\p{L}\\d_])");
  private static final Pattern URL = Pattern.compile("\\bhttps?://[^\\s\"'<>]+");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  /** In this order; what an earlier one replaced, a later one leaves alone. */
  private static final List<Replacement> PARTICULAR =
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

  /** Recognises a failure; empty when the transition is none. */
  public static Fingerprint of(Transition failed) {
    Transition.Problem problem = Objects.requireNonNull(failed.problem(), "it did not fail");
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

  /** Returns a message without what is particular to one sync. */
  static String normalized(String message, String typeKey) {
    String text = ForeignText.shortened(message, MOST_READ);
    text = URL.matcher(text).replaceAll("<url>"); // it may hold the type
    text =
        Pattern.compile("(?<![\\p{L}\\d_])" + Pattern.quote(typeKey) + "(?![\\p{L}\\d_])")
            .matcher(text)
            .replaceAll("<type>");
    for (Replacement particular : PARTICULAR) {
      text = particular.pattern().matcher(text).replaceAll(particular.by());
    }
    return cut(SPACE.matcher(text).replaceAll(" ").strip());
  }

  private static String cut(String text) {
    return ForeignText.shortened(text, LONGEST);
  }

  /** Returns the SHA-256 of all of it in hex, the same for ever. */
  public String hash() {
    StringBuilder all = new StringBuilder();
    for (Object part :
        new @Nullable Object[] {
          platform, direction, operation, failureClass, platformCode, field, detail
        }) {
      String text = part == null ? "" : part.toString();
      all.append(text.length()).append(':').append(text);
    }
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(all.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private static Replacement replacement(String pattern, String by) {
    return new Replacement(Pattern.compile(pattern), by);
  }

  private record Replacement(Pattern pattern, String by) {}
}
