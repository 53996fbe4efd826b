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
 * Makes the spans of tries and of their exchanges; where the server collects no traces they cost
 * next to nothing and a try gets a place of our own making.
 */
@ApplicationScoped
public class Spans implements Traces {
  private static final ThreadLocal<@Nullable Span> WORKING = new ThreadLocal<>();
  private static final Tracer NOBODY = OpenTelemetry.noop().getTracer("synctrail");

  private final Supplier<Tracer> tracer;
  private final RandomGenerator random = new SecureRandom();

  @SuppressWarnings("NullAway") // only the proxy is made this way
  protected Spans() {
    this.tracer = null;
  }

  @Inject
  Spans(Instance<Tracer> server) {
    this(() -> server.isResolvable() ? server.get() : NOBODY);
  }

  private Spans(Supplier<Tracer> tracer) {
    this.tracer = tracer;
  }

  /** Makes one by hand that nobody collects from, where there is no container. */
  public static Spans uncollected() {
    return new Spans(() -> NOBODY);
  }

  @Override
  public Trace begin(AttemptKey key, Optional<Trace> cause) {
    end();
    Span span =
        tracer
            .get()
            .spanBuilder("sync try")
            .setSpanKind(SpanKind.CONSUMER)
            .setParent(cause.map(Spans::context).orElseGet(Context::root))
            .setAttribute("synctrail.sync", key.trail().toString())
            .setAttribute("synctrail.try", key.number())
            .startSpan();
    WORKING.set(span);
    SpanContext made = span.getSpanContext();
    boolean own =
        made.isValid() && cause.map(Trace::spanId).filter(made.getSpanId()::equals).isEmpty();
    return own
        ? new Trace(made.getTraceId(), made.getSpanId(), made.isSampled())
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

  /** Ends the span of the try that this thread was at, if there is one. */
  public void end() {
    Span done = WORKING.get();
    if (done != null) {
      WORKING.remove();
      done.end();
    }
  }

  /** Begins the span of one HTTP exchange; it is not told to the platform. */
  public Span exchange(PlatformId platform, RequestPurpose requestPurpose, String method, URI url) {
    Span parent = WORKING.get();
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
