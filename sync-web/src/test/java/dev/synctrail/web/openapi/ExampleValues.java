package dev.synctrail.web.openapi;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Replaces what differs from run to run by fixed values: ids, hashes, times, durations, sizes,
 * secrets, cursors and addresses. Equal values of one call stay equal.
 */
final class ExampleValues {
  private static final String INSTANT = "2026-01-31T09:30:00.000Z";
  private static final Duration RECENT = Duration.ofDays(40);

  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
  private static final Pattern HEX =
      Pattern.compile(
          "(?:(?<![-0-9A-Za-z])|(?<=erased-))"
              + "([0-9a-f]{64}|[0-9a-f]{32}|[0-9a-f]{16}|[0-9a-f]{12})\\b");
  private static final Pattern TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?Z");
  private static final Pattern DURATION = Pattern.compile("(?i).*(ms|duration)|(?i)duration.*");

  private static final String HASH = "5WSCdULU4ttV76sQOL0x2JZ/pnGMJoW0TegQGeiLpo8=";

  private static final Map<String, String> FIXED =
      Map.ofEntries(
          Map.entry("token", "st_the-token-is-shown-only-here"),
          Map.entry("password", "the password is shown only here"),
          Map.entry(
              "invitationUrl", "https://sync.example.com/invitation.xhtml?code=shown-only-here"),
          Map.entry("current", "the password is shown only here"),
          Map.entry("nextCursor", "PjAxOTNhMWY0"),
          Map.entry("previousCursor", "PDAxOTNhMWY0"),
          Map.entry("etag", "\"1a2b3c4d\""),
          Map.entry("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
          Map.entry(
              "keys",
              "sync.example.com/trail+2b71a0c5+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"),
          Map.entry(
              "notes",
              "synctrail-key/v1\n2026-01-31T09:30:00.000Z\n"
                  + "sync.example.com/trail+2b71a0c5+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
                  + "\n\n\u2014 sync.example.com/trail x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZIn"
                  + "NIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"),
          Map.entry("firstDay", "2024-12-24"), // of the oldest sync that other tests left
          Map.entry("hashes", HASH),
          Map.entry("leafHash", HASH),
          Map.entry("root", HASH),
          Map.entry("auditPath", HASH),
          Map.entry(
              "entry",
              "{\"at\":\"2026-01-31T09:30:00.000Z\",\"facts\":[{\"deleted\":true,\"key\":{\"id\":"
                  + "\"0193a1f4-7c00-7aaa-8bbb-000000000001\"},\"table\":\"sync\"}],"
                  + "\"id\":\"0193a1f4-7c00-7aaa-8bbb-000000000002\",\"schema\":1}"));

  /** A signed note: each has another size, root and signature. */
  private static final String NOTE =
      "sync.example.com/trail\n42\n"
          + HASH
          + "\n\n\u2014 sync.example.com/trail x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN"
          + "1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

  private static final Map<String, String> HEADERS =
      Map.of(
          "Date", "Sat, 31 Jan 2026 09:30:00 GMT",
          "Last-Modified", "Sat, 31 Jan 2026 09:30:00 GMT",
          "Server", "Optimizely",
          "Content-Length", "371",
          "ETag", "\"1a2b3c4d\"");

  private static final Set<String> SIZES = Set.of("originalSize", "storedSize");

  private final Map<String, String> words;
  private final Instant now = Instant.now();

  /**
   * @param words replacements of addresses and names
   */
  ExampleValues(Map<String, String> words) {
    this.words = words;
  }

  /**
   * Returns the values of one call.
   *
   * @param varying names of members whose numbers and lists depend on other tests
   */
  OfOneCall ofOneCall(Collection<String> varying) {
    return new OfOneCall(varying);
  }

  /** The replacements that are made in one call. */
  final class OfOneCall {
    private final Map<String, String> known = new HashMap<>();
    private final Collection<String> varying;

    private OfOneCall(Collection<String> varying) {
      this.varying = varying;
    }

    JsonValue fixed(JsonValue value) {
      return fixed("", value);
    }

    private JsonValue fixed(String name, JsonValue value) {
      return switch (value.getValueType()) {
        case OBJECT -> object(value.asJsonObject());
        case ARRAY -> {
          JsonArrayBuilder array = Json.createArrayBuilder();
          if (!varying.contains(name)) {
            value.asJsonArray().forEach(inner -> array.add(fixed(name, inner)));
          }
          yield array.build();
        }
        case STRING -> {
          String text = ((JsonString) value).getString();
          boolean note = text.contains("\n\n\u2014 ") && !FIXED.containsKey(name);
          String other = note ? NOTE : FIXED.get(name);
          yield Json.createValue(other == null ? text(text) : other);
        }
        case NUMBER -> {
          if (DURATION.matcher(name).matches() || SIZES.contains(name)) {
            yield Json.createValue(120);
          }
          yield varying.contains(name) ? Json.createValue(1) : value;
        }
        case TRUE, FALSE, NULL -> value;
      };
    }

    private JsonValue object(JsonObject value) {
      JsonObjectBuilder object = Json.createObjectBuilder();
      value.forEach((member, inner) -> object.add(text(member), fixed(member, inner)));
      String header = HEADERS.get(value.getString("name", ""));
      return header == null || !value.containsKey("value")
          ? object.build()
          : object.add("value", header).build();
    }

    private String text(String value) {
      String text = value;
      for (Map.Entry<String, String> word : words.entrySet()) {
        text = text.replace(word.getKey(), word.getValue());
      }
      text = TIME.matcher(text).replaceAll(this::time);
      text = ID.matcher(text).replaceAll(this::id);
      return HEX.matcher(text).replaceAll(this::hash);
    }

    private String id(MatchResult match) {
      return known.computeIfAbsent(
          match.group(), first -> "0193a1f4-7c00-7aaa-8bbb-%012d".formatted(known.size() + 1));
    }

    private String hash(MatchResult match) {
      return known.computeIfAbsent(
          match.group(),
          first -> sha256("example " + (known.size() + 1)).substring(0, first.length()));
    }

    private String time(MatchResult match) {
      try {
        Duration since = Duration.between(Instant.parse(match.group()), now).abs();
        return since.compareTo(RECENT) < 0 ? INSTANT : match.group();
      } catch (DateTimeParseException e) {
        return match.group();
      }
    }
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
