package dev.synctrail.integration.http;

import dev.synctrail.gateway.ExchangeLog.Header;
import dev.synctrail.gateway.Failure;
import dev.synctrail.snapshot.Snapshot;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one exchange ended, for the adapter that asked for it.
 *
 * @param status null when no whole answer head came
 * @param body the bytes that came, perhaps cut short; null for none
 * @param failure what broke on the wire, or null when a whole answer came
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

  /** Returns what the body means, by what the headers declare. */
  public DecodedBody decoded() {
    return DecodedBody.of(headers, body);
  }

  /** Tells whether there is nothing in the body. */
  public boolean isEmpty() {
    return body == null || body.size() == 0;
  }

  /** Returns the first header of that name, whatever its case. */
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
