package dev.synctrail.web.run;

import static java.util.Objects.requireNonNull;

import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.Trace;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The caller of an operation that orders something, and the trace of the request. */
public class Requester {
  @HeaderParam("traceparent")
  @Parameter(description = "W3C trace context")
  @Nullable String traceparent;

  @Context @Nullable SecurityContext security;

  /** Called by the container, which injects the fields. */
  public Requester() {}

  /** Returns who ordered something and why. */
  public Intent.Cause cause(Motive motive) {
    Trace trace = trace().orElse(null);
    Snapshot metadata = motive.syncMetadata();
    return new Intent.Cause(
        requireNonNull(security).getUserPrincipal().getName(),
        motive.onBehalfOf(),
        motive.reason(),
        metadata == null ? null : metadata.text(),
        null,
        null,
        trace == null ? null : trace.traceId(),
        trace);
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
}
