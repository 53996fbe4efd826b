package dev.synctrail.web.rest;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The preconditions of a request, {@code If-Match} and {@code If-None-Match} (RFC 9110, section
 * 13.1).
 *
 * <p>Tags are passed and compared as they are in the header, including the quotes.
 */
public final class Preconditions {
  private static final Pattern TAG =
      Pattern.compile("\\s*(?:(?:W/)?\"[\\x21\\x23-\\x7E\\x80-\\xFF]*\"\\s*)?(?:,|$)");

  private final @Nullable Condition match;
  private final @Nullable Condition noneMatch;

  private Preconditions(@Nullable Condition match, @Nullable Condition noneMatch) {
    this.match = match;
    this.noneMatch = noneMatch;
  }

  /**
   * Reads the conditions.
   *
   * @param match the values of {@code If-Match}
   * @param noneMatch the values of {@code If-None-Match}
   * @throws Problem 400 if one is neither {@code *} nor a list of entity tags
   */
  public static Preconditions of(@Nullable List<String> match, @Nullable List<String> noneMatch) {
    return new Preconditions(
        read(HttpHeaders.IF_MATCH, match), read(HttpHeaders.IF_NONE_MATCH, noneMatch));
  }

  private static @Nullable Condition read(String header, @Nullable List<String> lines) {
    if (lines == null || lines.isEmpty()) {
      return null;
    }
    String text = String.join(",", lines);
    if (text.trim().equals("*")) {
      return new Condition(true, List.of());
    }
    List<String> tags = new ArrayList<>();
    Matcher tag = TAG.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (!tag.find(at) || tag.start() != at) {
        throw malformed(header);
      }
      String found = tag.group().trim();
      tags.add(found.endsWith(",") ? found.substring(0, found.length() - 1).trim() : found);
      at = tag.end();
    }
    tags.removeIf(String::isEmpty);
    if (tags.isEmpty()) {
      throw malformed(header);
    }
    return new Condition(false, tags);
  }

  private static Problem malformed(String header) {
    return Problem.malformedParameter(header, "Must be * or a list of ETags such as \"1\", \"2\"");
  }

  /**
   * Checks that the conditions allow a change.
   *
   * @param current the tag of the current state, or null if there is none
   * @param what the name of the resource, for the error message
   * @throws Problem 412
   */
  public void require(@Nullable String current, String what) {
    boolean matched = match == null || match.holds(current, false);
    boolean unmatched = noneMatch == null || !noneMatch.holds(current, true);
    if (!matched || !unmatched) {
      throw Problem.preconditionFailed(
          current == null ? "There is no " + what : "The entity tag of " + what + " is " + current);
    }
  }

  /** Tells whether the client already has the current state. */
  boolean has(String current) {
    return noneMatch != null && noneMatch.holds(current, true);
  }

  /** Tells whether there is no condition. */
  boolean isEmpty() {
    return match == null && noneMatch == null;
  }

  /** Tells whether the change requires that the resource does not exist. */
  public boolean requiresAbsence() {
    return noneMatch != null && noneMatch.any;
  }

  /** Tells whether the change is allowed for any existing version. */
  public boolean matchesAnyVersion() {
    return match == null || match.any;
  }

  private record Condition(boolean any, List<String> tags) {

    /**
     * Uses weak comparison for {@code If-None-Match} and strong comparison for {@code If-Match}.
     */
    boolean holds(@Nullable String current, boolean weakly) {
      if (current == null) {
        return false;
      }
      return any || tags.stream().anyMatch(tag -> matches(tag, current, weakly));
    }

    private static boolean matches(String tag, String current, boolean weakly) {
      return weakly
          ? opaque(tag).equals(opaque(current))
          : !tag.startsWith("W/") && tag.equals(current);
    }

    private static String opaque(String tag) {
      return tag.startsWith("W/") ? tag.substring(2) : tag;
    }
  }
}
