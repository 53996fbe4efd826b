package dev.synctrail.integration.http;

import dev.synctrail.gateway.ExchangeLog.Header;
import dev.synctrail.gateway.Failure;
import dev.synctrail.snapshot.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the wire has shown of one exchange so far. The caller holds it, so that nothing seen is lost
 * when the guard around the exchange throws.
 */
final class Wire {
  private volatile boolean left;
  private volatile @Nullable Integer status;
  private volatile List<Header> headers = List.of();
  private volatile @Nullable Snapshot body;
  private volatile @Nullable Failure failure;
  private volatile boolean whole;

  /** A connection is there and the first byte is about to go out. */
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

  /** The answer has come to its end. */
  void whole() {
    whole = true;
  }

  void failed(Failure why) {
    failure = why;
  }

  boolean hasLeft() {
    return left;
  }

  /** Tells how it ended; {@code why} is what the guard says where the wire has not ended itself. */
  ExchangeResult end(@Nullable Failure why) {
    Failure broke = whole ? null : failure != null ? failure : why;
    return new ExchangeResult(status, headers, body, broke, left);
  }
}
