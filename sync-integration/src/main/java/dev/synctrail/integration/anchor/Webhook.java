package dev.synctrail.integration.anchor;

import dev.synctrail.anchor.AnchorKind;
import dev.synctrail.anchor.AnchorTarget;
import dev.synctrail.anchor.Submission;
import dev.synctrail.integration.http.ExchangeResult;
import dev.synctrail.integration.http.Origins;
import dev.synctrail.integration.http.Outgoing;
import dev.synctrail.snapshot.Snapshot;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Posts checkpoints to an address. Its path may be a secret, so its name is only the origin. */
final class Webhook implements AnchorTarget {
  private static final int OK = 200;
  private static final int REDIRECT = 300;

  private final URI address;
  private final @Nullable String authorization;
  private final AnchorHttp http;

  Webhook(URI address, @Nullable String authorization, AnchorHttp http) {
    this.address = address;
    this.authorization = authorization;
    this.http = http;
  }

  @Override
  public AnchorKind kind() {
    return AnchorKind.WEBHOOK;
  }

  @Override
  public String name() {
    return Origins.of(address);
  }

  @Override
  public String anchor(Submission submission) {
    Outgoing out =
        Outgoing.of("POST", address)
            .body("text/plain; charset=utf-8", Snapshot.ofText(submission.checkpoint().toString()));
    ExchangeResult result =
        http.post(authorization == null ? out : out.header("Authorization", authorization));
    int status = AnchorHttp.status(result);
    if (status < OK || status >= REDIRECT) {
      throw AnchorHttp.failed(result);
    }
    return "";
  }
}
