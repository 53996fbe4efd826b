package dev.synctrail.integration.tracing;

import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.AttemptKey;
import dev.synctrail.tracking.Trace;
import dev.synctrail.tracking.Traces;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Creates the spans of attempts and of their exchanges. Without a trace collector the spans are
 * no-ops, and an attempt gets trace and span ids generated here.
 */
@ApplicationScoped
public class Spans implements Traces {
  private static final ThreadLocal<@Nullable Span> CURRENT = new ThreadLocal<>();
  private static final Tracer NO_TRACER = OpenTelemetry.noop().getTracer("synctrail");

  private final Supplier<Tracer> tracer;
  private final RandomGenerator random = new SecureRandom();

  @Inject
  Spans(Instance<Tracer> server) {
    this(() -> server.isResolvable() ? server.get() : NO_TRACER);
  }

  private Spans(Supplier<Tracer> tracer) {
    this.tracer = tracer;
  }

  /** Creates an instance without a collector and without a container. */
  public static Spans disabled() {
    return new Spans(() -> NO_TRACER);
  }

  @Override
  public Trace begin(AttemptKey key, Optional<Trace> cause) {
    end();
    Span span =
        tracer
            .get()
            .spanBuilder("sync attempt")
            .setSpanKind(SpanKind.CONSUMER)
            .setParent(cause.map(Spans::context).orElseGet(Context::root))
            .setAttribute("synctrail.sync", key.workId().toString())
            .setAttribute("synctrail.attempt", key.number())
            .startSpan();
    CURRENT.set(span);
    SpanContext context = span.getSpanContext();
    boolean own =
        context.isValid() && cause.map(Trace::spanId).filter(context.getSpanId()::equals).isEmpty();
    return own
        ? new Trace(context.getTraceId(), context.getSpanId(), context.isSampled())
        : cause.map(trace -> trace.next(random)).orElseGet(() -> Trace.fresh(random));
  }

  private static Context context(Trace trace) {
    SpanContext remote =
        SpanContext.createFromRemoteParent(
            trace.traceId(),
            trace.spanId(),
            trace.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
            TraceState.getDefault());
    return Context.root().with(Span.wrap(remote));
  }

  /** Ends the span of the attempt of this thread, if there is one. */
  public void end() {
    Span done = CURRENT.get();
    if (done != null) {
      CURRENT.remove();
      done.end();
    }
  }

  /** Begins the span of one HTTP exchange. The trace context is not sent to the platform. */
  public Span exchange(PlatformId platform, RequestPurpose requestPurpose, String method, URI url) {
    Span parent = CURRENT.get();
    return tracer
        .get()
        .spanBuilder(method)
        .setParent(parent == null ? Context.root() : Context.root().with(parent))
        .setSpanKind(SpanKind.CLIENT)
        .setAttribute("http.request.method", method)
        .setAttribute("server.address", String.valueOf(url.getHost()))
        .setAttribute("url.path", String.valueOf(url.getPath()))
        .setAttribute("synctrail.platform", platform.value())
        .setAttribute("synctrail.purpose", requestPurpose.name())
        .startSpan();
  }
}
