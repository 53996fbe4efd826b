package dev.synctrail.integration.hostile;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How one request is treated.
 *
 * @param applied whether it reaches the real platform
 * @param status status of the response; null for the real one
 * @param mediaType media type of the response; null for the real one
 * @param stale whether a read returns the state before the last write
 */
record Act(
    boolean applied,
    @Nullable Integer status,
    @Nullable String mediaType,
    Shape shape,
    Coding coding,
    Heads heads,
    Delivery delivery,
    boolean stale) {

  /** The correct response of the platform. */
  static final Act HONEST =
      new Act(true, null, null, Shape.REAL, Coding.NONE, Heads.PLAIN, Delivery.WHOLE, false);

  /** The correct response of a replica that has not received the last write. */
  static final Act STALE =
      new Act(true, null, null, Shape.REAL, Coding.NONE, Heads.PLAIN, Delivery.WHOLE, true);

  /** One of this many requests times out, because a timeout makes the test slow. */
  private static final int ONE_IN_TIMES_OUT = 100;

  private static final List<Integer> STATUSES =
      List.of(
          200, 200, 201, 202, 204, 206, 299, 301, 304, 307, 400, 401, 403, 404, 404, 408, 409, 410,
          412, 413, 418, 422, 429, 500, 502, 503, 504, 599);
  private static final List<String> MEDIA_TYPES =
      List.of(
          "application/json",
          "application/problem+json",
          "text/html",
          "text/plain; charset=utf-8",
          "application/json; charset=iso-8859-1",
          "application/json; charset=klingon",
          "nonsense");

  /** The content of the body. */
  enum Shape {
    REAL,
    MARKED,
    EMPTY,
    SPACE,
    OBJECT,
    ARRAY,
    NULL,
    TEXT,
    PAGE,
    REFUSAL,
    REFUSAL_WITH_NUL,
    OTHER_TYPE,
    OTHER_CASE,
    HALF,
    LONE_SURROGATE,
    BIG_INTEGER,
    TWICE,
    DEEP
  }

  /** The actual and the declared content coding of the body. */
  enum Coding {
    NONE,
    GZIP,
    TWICE_GZIP,
    ZLIB,
    BARE_DEFLATE,
    DECLARED_ONLY,
    BROKEN,
    UNKNOWN
  }

  /** Additional or altered headers. */
  enum Heads {
    PLAIN,
    LONG_LINE,
    MANY,
    HUGE,
    NO_TAG,
    WEAK_TAG,
    ODD_TAG,
    ODD_RETRY_AFTER,
    SHORT_RETRY_AFTER
  }

  /** How the response is sent and the connection ends. */
  enum Delivery {
    WHOLE,
    WHOLE_AND_CLOSES,
    CHUNKED,
    UNTIL_CLOSED,
    /** In many small pieces. */
    DRIPS,
    AFTER_INTERIM,
    TOO_SHORT,
    TOO_LONG,
    RESET_WITHIN,
    CLOSED_BEFORE,
    RESET_BEFORE,
    NOT_HTTP,
    SILENT,
    /** The headers never end; each byte arrives in time. */
    ENDLESS_HEAD,
    /** The body never ends; each byte arrives in time. */
    ENDLESS_BODY;

    private static final List<Delivery> THAT_TIME_OUT = List.of(SILENT, ENDLESS_HEAD, ENDLESS_BODY);
    private static final List<Delivery> OTHERS =
        Arrays.stream(values()).filter(each -> !THAT_TIME_OUT.contains(each)).toList();

    static Delivery any(RandomGenerator random) {
      if (random.nextInt(ONE_IN_TIMES_OUT) == 0) {
        return one(random, THAT_TIME_OUT);
      }
      return random.nextInt(3) > 0 ? WHOLE : one(random, OTHERS);
    }
  }

  /**
   * Generates a random act.
   *
   * @param tags whether entity tags may be altered
   */
  static Act any(RandomGenerator random, boolean tags) {
    Heads heads = random.nextInt(3) > 0 ? Heads.PLAIN : one(random, List.of(Heads.values()));
    boolean spoils = heads == Heads.NO_TAG || heads == Heads.WEAK_TAG || heads == Heads.ODD_TAG;
    return new Act(
        random.nextBoolean(),
        random.nextInt(3) == 0 ? null : one(random, STATUSES),
        random.nextInt(2) == 0 ? null : one(random, MEDIA_TYPES),
        random.nextInt(3) == 0 ? Shape.REAL : one(random, List.of(Shape.values())),
        random.nextInt(3) > 0 ? Coding.NONE : one(random, List.of(Coding.values())),
        spoils && !tags ? Heads.PLAIN : heads,
        Delivery.any(random),
        random.nextInt(4) == 0);
  }

  private static <T> T one(RandomGenerator random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
