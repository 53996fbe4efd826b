package dev.synctrail.integration.http;

import dev.synctrail.gateway.ExchangeLog.Header;
import dev.synctrail.snapshot.Snapshot;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request as it is to leave: these headers and exactly these bytes.
 *
 * @param body the bytes, or null for a request without a body
 * @param mayBeUnheard whether the platform is known to be away for a while, so that no answer does
 *     not count against it
 */
public record Outgoing(
    String method, URI url, List<Header> headers, @Nullable Snapshot body, boolean mayBeUnheard) {

  public Outgoing {
    headers = List.copyOf(headers);
  }

  /** A request without headers or body. */
  public static Outgoing of(String method, URI url) {
    return new Outgoing(method, url, List.of(), null, false);
  }

  /** The same, with one more header. */
  public Outgoing header(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new Outgoing(method, url, more, body, mayBeUnheard);
  }

  /** The same, with a body. */
  public Outgoing body(String mediaType, Snapshot bytes) {
    return new Outgoing(
        method, url, header("Content-Type", mediaType).headers, bytes, mayBeUnheard);
  }

  /** The same, to a platform that may be away just now. */
  public Outgoing whereNobodyMayBe() {
    return new Outgoing(method, url, headers, body, true);
  }

  /** Names it for a person: method, host and path, never the query. */
  public String name() {
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    return method + " " + url.getRawAuthority() + path;
  }

  @Override
  public String toString() {
    return name();
  }
}
