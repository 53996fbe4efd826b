package dev.synctrail.history;

import dev.synctrail.contenttype.ContentHash;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.version.VersionId;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A criterion by which syncs can be filtered. REST parameters, filters in bodies, the console's
 * form, saved views, bulk retries, legal holds and exports all follow from these constants.
 */
public enum Criterion {
  TYPE_KEY("typeKey", "Content type", "ArticlePage", 255, TypeKey.class, TypeKey::new),
  TYPE_KEY_CONTAINS(
      "typeKeyContains",
      "Part of the content type, case-insensitively",
      "article",
      Criterion.MAX_TEXT,
      String.class,
      Criterion::text),
  PLATFORM("platform", "Platform", "optimizely", 64, PlatformId.class, PlatformId::new),
  PLATFORM_CONTAINS(
      "platformContains",
      "Part of the platform, case-insensitively",
      "prod",
      Criterion.MAX_TEXT,
      String.class,
      Criterion::text),
  STATUS("status", "Status", SyncStatus.class),
  DIRECTION("direction", "Direction", Direction.class),
  START_DATE(
      "startDate",
      "Start, inclusive: an instant, or a date (UTC)",
      "2026-01-31",
      40,
      Instant.class,
      Period::start),
  END_DATE(
      "endDate",
      "End: an instant, exclusive, or a date, whose whole day (UTC) is included",
      "2026-01-31",
      40,
      Instant.class,
      Period::end),
  FAILURE_CLASS(
      "failureClass", "Failure class of the sync or of its last attempt", FailureClass.class),
  HTTP_CLASS(
      "httpClass",
      "Class of the HTTP status of the deciding response",
      String.class,
      List.of("1xx", "2xx", "3xx", "4xx", "5xx"),
      text -> text),
  ERROR_MESSAGE(
      "errorMessage",
      "Whole error message",
      "Widget refused",
      Criterion.MAX_MESSAGE,
      String.class,
      text -> text(text, Criterion.MAX_MESSAGE)),
  ERROR_CONTAINS(
      "errorContains",
      "Part of the error message, case-insensitively",
      "refused",
      Criterion.MAX_MESSAGE,
      String.class,
      text -> text(text, Criterion.MAX_MESSAGE)),
  ERROR_TEXT(
      "errorText",
      "Words at whose beginning the words of the error message match, case-insensitively;"
          + " `\"…\"` for a phrase, `or`, and `-` to exclude a word",
      "\"breaking change\" -timeout",
      Criterion.MAX_TEXT,
      String.class,
      Criterion::text),
  PLATFORM_CODE(
      "platformCode",
      "Error code of the platform, case-sensitively",
      "InvalidContentType",
      Criterion.MAX_TEXT,
      String.class,
      Criterion::text),
  OPERATION("operation", "Operation; of a dry run the planned one", Operation.class),
  ACTOR(
      "actor",
      "Authenticated name of the actor",
      "ci",
      Criterion.MAX_TEXT,
      String.class,
      Criterion::text),
  ACTOR_CONTAINS(
      "actorContains",
      "Part of the authenticated name of the actor, case-insensitively",
      "ci",
      Criterion.MAX_TEXT,
      String.class,
      Criterion::text),
  DRY_RUN(
      "dryRun",
      "`true` for only dry runs, `false` for none",
      Boolean.class,
      List.of("true", "false"),
      Boolean::valueOf),
  DEPLOYMENT_ID(
      "deploymentId",
      "Id of the deployment",
      "0193a1f4-7c00-7aaa-8bbb-0123456789ab",
      36,
      RunId.class,
      Criterion::run),
  RETRIEVAL_ID(
      "retrievalId",
      "Id of the retrieval",
      "0193a1f4-7c00-7aaa-8bbb-0123456789ab",
      36,
      RunId.class,
      Criterion::run),
  SYNC_IDS(
      "syncIds",
      "Ids of syncs, separated by commas, at most 200",
      "0193a1f4-7c00-7aaa-8bbb-0123456789ab",
      SyncIds.MAX_LENGTH,
      SyncIds.class,
      SyncIds::parse),
  VERSION_ID(
      "versionId",
      "Version id, 64 lower-case hex digits",
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
      64,
      String.class,
      text -> new VersionId(text).hex()),
  VERSION_HASH(
      "versionHash",
      "Content hash, 64 lower-case hex digits",
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
      64,
      String.class,
      text -> new ContentHash(text).hex()),
  POINTER(
      "pointer",
      "Requires the right `PAYLOAD`. JSON Pointer that exists in the sent, intended or pulled"
          + " payload. At most 10 000 values per payload are indexed, shortly after it is stored;"
          + " `Unindexed-Payloads` tells how many payloads are not, or not completely, indexed",
      "/properties/title/displayName",
      Holding.MAX_LENGTH,
      String.class,
      text -> new Holding(text, null).pointer()),
  VALUE(
      "value",
      "Value at `pointer`: a string, or a JSON value: a number, `true`, `false`, `null`, or a"
          + " quoted string that looks like one of these. Numbers match by value: `1.0` finds `1`",
      "Title",
      Holding.MAX_LENGTH,
      String.class,
      Holding::value);

  /** The maximum length of a text that users search for, in characters. */
  private static final int MAX_TEXT = 255;

  /** The maximum length of an error message that users search for, in characters. */
  private static final int MAX_MESSAGE = 2_000;

  private final String publicName;
  private final String description;
  private final String example;
  private final int maxLength;
  private final Class<?> type;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of or toList
  private final List<String> choices;

  @SuppressWarnings("ImmutableEnumChecker") // a function without state
  private final Function<String, ?> parser;

  /** A criterion whose values can be any text of its form. */
  <T> Criterion(
      String publicName,
      String description,
      String example,
      int maxLength,
      Class<T> type,
      Function<String, T> parser) {
    this.publicName = publicName;
    this.description = description;
    this.example = example;
    this.maxLength = maxLength;
    this.type = type;
    this.choices = List.of();
    this.parser = parser;
  }

  /** A criterion with a few values. */
  <T> Criterion(
      String publicName,
      String description,
      Class<T> type,
      List<String> choices,
      Function<String, T> parser) {
    this.publicName = publicName;
    this.description = description;
    this.example = choices.get(0);
    this.maxLength = choices.stream().mapToInt(String::length).max().orElseThrow();
    this.type = type;
    this.choices = choices;
    this.parser = parser;
  }

  <E extends Enum<E>> Criterion(String publicName, String description, Class<E> type) {
    this(
        publicName,
        description,
        type,
        Arrays.stream(type.getEnumConstants()).map(Enum::name).toList(),
        text -> Enum.valueOf(type, text));
  }

  /** Returns the name of the query parameter, of the member in bodies, and of the form field. */
  @Override
  public String toString() {
    return publicName;
  }

  /** Returns what the criterion means, in Markdown. */
  public String description() {
    return description;
  }

  /** Returns a text that {@link #parse} accepts. */
  public String example() {
    return example;
  }

  /** Returns the maximum length of the text of a value, in characters. */
  public int maxLength() {
    return maxLength;
  }

  /** Returns the type of the values. */
  public Class<?> type() {
    return type;
  }

  /** Returns the texts of all possible values; empty if they cannot be listed. */
  public List<String> choices() {
    return choices;
  }

  /**
   * Returns the criterion of the whole value if this one is about a part of it; otherwise empty.
   */
  public Optional<Criterion> whole() {
    return switch (this) {
      case TYPE_KEY_CONTAINS -> Optional.of(TYPE_KEY);
      case PLATFORM_CONTAINS -> Optional.of(PLATFORM);
      case ACTOR_CONTAINS -> Optional.of(ACTOR);
      case ERROR_CONTAINS -> Optional.of(ERROR_MESSAGE);
      default -> Optional.empty();
    };
  }

  /**
   * Parses a value.
   *
   * @throws IllegalArgumentException if the text is not the text of a value
   */
  public Object parse(String text) {
    if (choices.size() == 2 && !choices.contains(text)) {
      throw new IllegalArgumentException("Must be " + String.join(" or ", choices));
    }
    if (!choices.isEmpty() && !choices.contains(text)) {
      throw new IllegalArgumentException("Must be one of " + String.join(", ", choices));
    }
    return parser.apply(text);
  }

  private static String text(String text) {
    return text(text, MAX_TEXT);
  }

  private static String text(String text, int maxLength) {
    if (text.isBlank() || text.length() > maxLength || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("Must have 1 to " + maxLength + " characters");
    }
    return text;
  }

  private static RunId run(String text) {
    return RunId.parse(text)
        .orElseThrow(() -> new IllegalArgumentException("Must be a UUID of 36 characters"));
  }
}
