package dev.synctrail.web.tracking;

import dev.synctrail.contenttype.StrictJson;
import dev.synctrail.tracking.Intent;
import dev.synctrail.web.rest.JsonBody;
import jakarta.ws.rs.core.SecurityContext;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What every order says beside the work itself: who, why, and what must come back unchanged. */
final class Ordered {
  /** W3C Trace Context: version, trace id, parent id, flags. */
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*");

  private static final int REASON_LIMIT = 1_000;
  private static final int METADATA_LIMIT = 65_536;

  private final byte[] body;
  private final String actor;
  private final @Nullable String traceparent;

  Ordered(byte[] body, SecurityContext security, @Nullable String traceparent) {
    this.body = body;
    this.actor = security.getUserPrincipal().getName();
    this.traceparent = traceparent;
  }

  /** Reads the members {@code reason}, {@code onBehalfOf} and {@code syncMetadata}. */
  Intent.Cause cause(JsonBody in) {
    return new Intent.Cause(
        actor,
        in.optionalText("onBehalfOf", 255),
        in.optionalText("reason", REASON_LIMIT),
        metadata(in),
        null,
        null,
        traceId());
  }

  private @Nullable String metadata(JsonBody in) {
    if (in.optionalObject("syncMetadata") == null) {
      return null;
    }
    byte[] exact = StrictJson.readObject(body).bytesOf("syncMetadata").orElseThrow();
    if (exact.length > METADATA_LIMIT) {
      in.fault("syncMetadata", "Larger than " + METADATA_LIMIT + " bytes: " + exact.length);
    }
    return new String(exact, StandardCharsets.UTF_8);
  }

  private @Nullable String traceId() {
    if (traceparent == null) {
      return null;
    }
    Matcher matcher = TRACEPARENT.matcher(traceparent);
    return matcher.matches() ? matcher.group(1) : null;
  }

  String actor() {
    return actor;
  }
}
