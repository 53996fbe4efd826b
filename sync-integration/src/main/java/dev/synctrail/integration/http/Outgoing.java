package dev.synctrail.integration.http;

import dev.synctrail.gateway.ExchangeLog.Header;
import dev.synctrail.snapshot.Snapshot;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request to be sent with exactly these headers and bytes.
 *
 * @param body the bytes, or null for a request without a body
 * @param mayBeUnavailable whether the platform is known to be unavailable for a while, so that a
 *     missing response does not count as a failure for the circuit breaker
 */
public record Outgoing(
    String method,
    URI url,
    List<Header> headers,
    @Nullable Snapshot body,
    boolean mayBeUnavailable) {

  public Outgoing {
    headers = List.copyOf(headers);
  }

  /** Returns a request without headers and body. */
  public static Outgoing of(String method, URI url) {
    return new Outgoing(method, url, List.of(), null, false);
  }

  /** Returns this request with one more header. */
  public Outgoing header(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new Outgoing(method, url, more, body, mayBeUnavailable);
  }

  /** Returns this request with a body. */
  public Outgoing body(String mediaType, Snapshot bytes) {
    return new Outgoing(
        method, url, header("Content-Type", mediaType).headers, bytes, mayBeUnavailable);
  }

  /** Returns this request for a platform that may be unavailable now. */
  public Outgoing toleratingNoResponse() {
    return new Outgoing(method, url, headers, body, true);
  }

  /** Returns method, host and path for messages, without the query. */
  public String name() {
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    return method + " " + url.getRawAuthority() + path;
  }

  @Override
  public String toString() {
    return name();
  }
}
