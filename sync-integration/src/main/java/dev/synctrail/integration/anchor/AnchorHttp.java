package dev.synctrail.integration.anchor;

import dev.synctrail.anchor.AnchorFailed;
import dev.synctrail.integration.http.ExchangeResult;
import dev.synctrail.integration.http.Outgoing;
import dev.synctrail.integration.http.UnrecordedHttp;
import dev.synctrail.snapshot.Snapshot;

/** Posts to a place outside. Nothing that it has sent gets into a message. */
final class AnchorHttp {
  private static final int LIMIT = 64 * 1024;

  private final UnrecordedHttp http;

  AnchorHttp(UnrecordedHttp http) {
    this.http = http;
  }

  /**
   * Sends a request and returns the complete response.
   *
   * @throws AnchorFailed if there is none, or it is too large
   */
  ExchangeResult post(Outgoing out) {
    ExchangeResult result = http.send(out);
    if (result.failure() != null) {
      String message = String.valueOf(result.failure().message());
      throw new AnchorFailed(message.substring(message.indexOf(": ") + 2));
    }
    if (bytes(result).length > LIMIT) {
      throw new AnchorFailed("the response is larger than 64 KB");
    }
    return result;
  }

  static int status(ExchangeResult result) {
    return result.status() == null ? 0 : result.status();
  }

  static byte[] bytes(ExchangeResult result) {
    Snapshot body = result.body();
    return body == null ? new byte[0] : body.bytes();
  }

  static AnchorFailed failed(ExchangeResult result) {
    return new AnchorFailed("status " + result.status());
  }
}
