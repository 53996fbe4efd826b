package dev.synctrail.platform;

import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.text.ForeignText;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a gateway reports each HTTP request, before it leaves and after it was answered.
 *
 * <p>{@link #starting} returns only when the exact bytes are durably recorded. If it throws, the
 * request must not leave and the exception must reach the gateway's caller as it is.
 */
public interface ExchangeLog {

  /**
   * Records that a request is about to leave.
   *
   * @return the exchange's number within the try, for {@link #ended}
   * @throws RuntimeException when it could not be recorded; the request must not leave
   */
  int starting(Request request);

  /**
   * Records how the exchange ended, an answer or a failure.
   *
   * @throws RuntimeException when it could not be recorded; the outcome is then not known to anyone
   */
  void ended(int number, Answer answer);

  /** Tells whether a request of the try has been allowed to leave already. */
  default boolean sent() {
    return false;
  }

  /** Tells whether a person asks by hand and wants to know now; no pause holds that back. */
  default boolean isByHand() {
    return false;
  }

  /**
   * A request as it will leave, secrets already replaced.
   *
   * @param headers in order; the value of a secret is {@code «redacted»}
   * @param body the exact bytes, or null for none and for {@link RequestPurpose#TOKEN}
   */
  record Request(
      RequestPurpose purpose,
      String method,
      URI url,
      List<Header> headers,
      @Nullable Snapshot body,
      Instant startedAt) {

    public Request {
      headers = List.copyOf(headers);
      if (purpose == RequestPurpose.TOKEN && body != null) {
        throw new IllegalArgumentException("The body of a token request is never recorded");
      }
    }
  }

  /**
   * How it ended.
   *
   * @param status the HTTP status, or null when no whole answer head came
   * @param body the exact bytes that came, perhaps cut short by the failure; null for none
   * @param text what the body means where its bytes are compressed or in another character set;
   *     null where it means itself
   * @param failure what broke on the wire; null when a whole answer came, whatever its status
   */
  record Answer(
      @Nullable Integer status,
      List<Header> headers,
      @Nullable Snapshot body,
      @Nullable Snapshot text,
      Instant endedAt,
      @Nullable Failure failure) {

    public Answer {
      headers = List.copyOf(headers);
    }

    /** An answer whose body means itself. */
    public Answer(
        @Nullable Integer status,
        List<Header> headers,
        @Nullable Snapshot body,
        Instant endedAt,
        @Nullable Failure failure) {
      this(status, headers, body, null, endedAt, failure);
    }
  }

  /** One header line; names as sent, values redacted where they are secret. */
  record Header(String name, String value) {
    public Header {
      name = ForeignText.storable(name);
      value = ForeignText.storable(value);
    }
  }
}
