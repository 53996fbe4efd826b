package dev.synctrail.web.run;

import dev.synctrail.json.StrictJson;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.Trace;
import dev.synctrail.web.rest.JsonBody;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import jakarta.ws.rs.core.SecurityContext;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The common members of every order: user, reason, trace, and metadata of the caller. */
public final class OrderDetails {
  private static final int REASON_LIMIT = 1_000;
  private static final int METADATA_LIMIT = 65_536;

  private final byte[] body;
  private final String actor;
  private final @Nullable String traceparent;

  public OrderDetails(byte[] body, SecurityContext security, @Nullable String traceparent) {
    this.body = body;
    this.actor = security.getUserPrincipal().getName();
    this.traceparent = traceparent;
  }

  /** Reads the members {@code reason}, {@code onBehalfOf} and {@code syncMetadata}. */
  public Intent.Cause cause(JsonBody in) {
    Trace trace = trace().orElse(null);
    return new Intent.Cause(
        actor,
        in.optionalText("onBehalfOf", 255),
        in.optionalText("reason", REASON_LIMIT),
        metadata(in),
        null,
        null,
        trace == null ? null : trace.traceId(),
        trace);
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

  /**
   * Returns the server's own span if it continues the caller's trace, otherwise the caller's span.
   */
  private Optional<Trace> trace() {
    Optional<Trace> sent = Optional.ofNullable(traceparent).flatMap(Trace::parse);
    SpanContext here = Span.current().getSpanContext();
    boolean continues =
        here.isValid()
            && sent.map(Trace::traceId).filter(id -> !id.equals(here.getTraceId())).isEmpty();
    return continues
        ? Optional.of(new Trace(here.getTraceId(), here.getSpanId(), here.isSampled()))
        : sent;
  }

  String actor() {
    return actor;
  }
}
