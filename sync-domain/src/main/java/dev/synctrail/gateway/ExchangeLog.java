package dev.synctrail.gateway;

import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.text.ForeignText;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Receives each HTTP request of a gateway, before it is sent and after its response.
 *
 * <p>{@link #starting} returns for a write only when its exact bytes are durably recorded. If it
 * throws, the request must not be sent and the exception must reach the gateway's caller unchanged.
 */
public interface ExchangeLog {

  /**
   * Allows a request to be sent; a write is recorded first.
   *
   * @return the number of the exchange within the attempt, for {@link #ended}
   * @throws Deferred when the platform is paused or frozen
   * @throws RuntimeException when it could not be recorded; the request must not be sent
   */
  int starting(Request request);

  /**
   * Receives the end of an exchange, a response or a failure. It is recorded at the latest when the
   * next request starts, the gateway waits or the attempt ends.
   */
  void ended(int number, Answer answer);

  /** Records what has ended, because the gateway is about to wait before its next request. */
  default void waiting() {}

  /** Returns whether a request of the attempt has already been allowed to be sent. */
  default boolean sent() {
    return false;
  }

  /**
   * A request as it will be sent, secrets already replaced.
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
   * The end of an exchange.
   *
   * @param status the HTTP status, or null when no complete response head was received
   * @param body the exact bytes received, perhaps cut short by the failure; null for none
   * @param text the decoded body where its bytes are compressed or in another character set; null
   *     where the bytes are the text
   * @param failure the network failure; null when a complete response was received, whatever its
   *     status
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

    /** Creates a response whose body needs no decoding. */
    public Answer(
        @Nullable Integer status,
        List<Header> headers,
        @Nullable Snapshot body,
        Instant endedAt,
        @Nullable Failure failure) {
      this(status, headers, body, null, endedAt, failure);
    }
  }

  /** One header line; names as sent, secret values redacted. */
  record Header(String name, String value) {
    public Header {
      name = ForeignText.storable(name);
      value = ForeignText.storable(value);
    }
  }
}
