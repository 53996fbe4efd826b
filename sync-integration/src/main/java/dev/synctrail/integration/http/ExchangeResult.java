package dev.synctrail.integration.http;

import dev.synctrail.gateway.ExchangeLog.Header;
import dev.synctrail.gateway.Failure;
import dev.synctrail.snapshot.Snapshot;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of one exchange, for the adapter that sent the request.
 *
 * @param status null when no complete response headers were received
 * @param body the bytes received, possibly truncated; null for none
 * @param failure the failure of the transport, or null when a complete response was received
 * @param left whether any byte of the request may have reached the other side
 */
public record ExchangeResult(
    @Nullable Integer status,
    List<Header> headers,
    @Nullable Snapshot body,
    @Nullable Failure failure,
    boolean left) {

  public ExchangeResult {
    headers = List.copyOf(headers);
  }

  /** Returns the decoded text of the body, as its headers declare. */
  public DecodedBody decoded() {
    return DecodedBody.of(headers, body);
  }

  /** Returns whether the body is empty or missing. */
  public boolean isEmpty() {
    return body == null || body.size() == 0;
  }

  /** Returns the first header with this name, ignoring case. */
  public Optional<String> header(String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .findFirst();
  }

  @Override
  public String toString() {
    return "Exchanged[" + (failure == null ? status : failure.failureClass()) + "]";
  }
}
