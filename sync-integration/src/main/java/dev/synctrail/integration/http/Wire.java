package dev.synctrail.integration.http;

import dev.synctrail.gateway.ExchangeLog.Header;
import dev.synctrail.gateway.Failure;
import dev.synctrail.snapshot.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The progress of one exchange. The caller owns it, so that nothing received is lost when the
 * timeout around the exchange throws.
 */
final class Wire {
  private volatile boolean left;
  private volatile @Nullable Integer status;
  private volatile List<Header> headers = List.of();
  private volatile @Nullable Snapshot body;
  private volatile @Nullable Failure failure;
  private volatile boolean whole;

  /** The connection is established and the first byte is about to be sent. */
  void leaving() {
    left = true;
  }

  void head(int code, List<Header> lines) {
    status = code;
    headers = lines;
  }

  void body(@Nullable Snapshot bytes) {
    body = bytes;
  }

  /** The complete response was received. */
  void whole() {
    whole = true;
  }

  void failed(Failure why) {
    failure = why;
  }

  boolean hasLeft() {
    return left;
  }

  /** Returns the result; {@code why} applies when the exchange itself has not reported its end. */
  ExchangeResult end(@Nullable Failure why) {
    Failure broke = whole ? null : failure != null ? failure : why;
    return new ExchangeResult(status, headers, body, broke, left);
  }
}
