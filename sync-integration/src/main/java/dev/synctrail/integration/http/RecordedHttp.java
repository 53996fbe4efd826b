package dev.synctrail.integration.http;

import dev.synctrail.flowcontrol.TrafficPolicies;
import dev.synctrail.flowcontrol.TrafficPolicy;
import dev.synctrail.gateway.Deferred;
import dev.synctrail.gateway.ExchangeLog;
import dev.synctrail.gateway.ExchangeLog.Answer;
import dev.synctrail.gateway.ExchangeLog.Header;
import dev.synctrail.gateway.ExchangeLog.Request;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.integration.tracing.Spans;
import dev.synctrail.metrics.ExchangeMeasured;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.Snapshot;
import io.github.bucket4j.BucketExceptions.BucketExecutionException;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to platforms and reports each exchange to its log before its first byte is sent
 * and again when it has ended, with success or failure.
 *
 * <p>Nothing is sent when the log throws, as it does for a platform that is paused or frozen, when
 * the circuit breaker is open or, for the first exchange of an attempt, when the token bucket is
 * empty. Secrets are recorded as {@code «redacted»}; token exchanges are recorded without body.
 */
@ApplicationScoped
public class RecordedHttp {
  private static final System.Logger LOG = System.getLogger(RecordedHttp.class.getName());
  private static final String REDACTED = "«redacted»";

  private final BareHttp bare;
  private final HttpSettings settings;
  private final Function<PlatformId, TrafficPolicy> trafficPolicies;
  private final Breakers breakers;
  private final TokenBuckets buckets;
  private final Consumer<ExchangeMeasured> observer;
  private final Spans spans;
  private final Clock clock;

  @Inject
  RecordedHttp(
      BareHttp bare,
      HttpSettings settings,
      TrafficPolicies trafficPolicies,
      Breakers breakers,
      TokenBuckets buckets,
      Event<ExchangeMeasured> observers,
      Spans spans,
      Clock clock) {
    this(bare, settings, trafficPolicies::of, breakers, buckets, observers::fire, spans, clock);
  }

  RecordedHttp(
      BareHttp bare,
      HttpSettings settings,
      Function<PlatformId, TrafficPolicy> trafficPolicies,
      Breakers breakers,
      TokenBuckets buckets,
      Consumer<ExchangeMeasured> observer,
      Spans spans,
      Clock clock) {
    this.bare = bare;
    this.settings = settings;
    this.trafficPolicies = trafficPolicies;
    this.breakers = breakers;
    this.buckets = buckets;
    this.observer = observer;
    this.spans = spans;
    this.clock = clock;
  }

  /** Creates an instance without a container. */
  public static RecordedHttp of(
      HttpSettings settings, Breakers breakers, TokenBuckets buckets, Clock clock) {
    return new RecordedHttp(
        new BareHttp(settings),
        settings,
        TrafficPolicy::unset,
        breakers,
        buckets,
        measured -> {},
        Spans.disabled(),
        clock);
  }

  /**
   * Sends {@code out} unchanged and once.
   *
   * @return the result, which contains failures of the transport
   * @throws Deferred when nothing may be sent now
   * @throws RuntimeException of the log, unchanged; when {@code starting} throws, nothing was sent
   */
  public ExchangeResult exchange(
      Platform platform, ExchangeLog log, RequestPurpose requestPurpose, Outgoing out) {
    PlatformId id = platform.id();
    TrafficPolicy trafficPolicy = trafficPolicy(id);
    breakers.apply(trafficPolicy);
    breakers
        .refuse(id)
        .ifPresent(
            open -> {
              throw deferred(FailureClass.UNAVAILABLE, "has an open circuit breaker", id, open);
            });
    boolean sent = false;
    int number;
    Stopwatch watch;
    try {
      takeToken(platform, trafficPolicy, log);
      watch = new Stopwatch();
      number = log.starting(recorded(requestPurpose, out));
      watch.leaving();
      sent = true;
    } finally {
      if (!sent) {
        breakers.release(id);
      }
    }
    Wire wire = new Wire();
    Failure guard = null;
    Span span = spans.exchange(id, requestPurpose, out.method(), out.url());
    try {
      bare.exchange(out, wire);
    } catch (BulkheadException e) {
      guard =
          Failure.of(
              FailureClass.CONNECT_FAILED,
              out.name() + ": too many concurrent exchanges, not sent");
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "An internal error ended the exchange " + out.name(), e);
      guard =
          Failure.of(FailureClass.INTERNAL, out.name() + ": an internal error ended the exchange");
    }
    ExchangeResult ended = wire.end(guard);
    watch.ended();
    show(span, ended);
    boolean interrupted = Thread.interrupted();
    try {
      reportToBreaker(id, ended, out.mayBeUnavailable());
      log.ended(number, recorded(requestPurpose, ended));
      notifyObserver(watch.recorded(id, requestPurpose, ended.status()));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    return ended;
  }

  /** Reads the policy before every request, so that it applies everywhere once it is committed. */
  private TrafficPolicy trafficPolicy(PlatformId id) {
    try {
      return trafficPolicies.apply(id);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, () -> "The traffic policy of " + id + " cannot be read", e);
      throw deferred(
          FailureClass.INTERNAL,
          "has a traffic policy that could not be read",
          id,
          clock.instant().plusSeconds(1));
    }
  }

  private void takeToken(Platform platform, TrafficPolicy trafficPolicy, ExchangeLog log) {
    try {
      if (log.sent()) {
        buckets.overdraw(platform, trafficPolicy.settings());
        return;
      }
      buckets
          .refuse(platform, trafficPolicy.settings())
          .ifPresent(
              full -> {
                throw deferred(
                    FailureClass.RATE_LIMITED, "has reached its rate limit", platform.id(), full);
              });
    } catch (BucketExecutionException e) {
      LOG.log(Level.WARNING, () -> "The token bucket of " + platform.id() + " cannot be read", e);
      throw deferred(
          FailureClass.INTERNAL,
          "has a rate limit whose token bucket could not be read",
          platform.id(),
          clock.instant().plusSeconds(1));
    }
  }

  private static void show(Span span, ExchangeResult ended) {
    if (ended.status() != null) {
      span.setAttribute("http.response.status_code", ended.status());
    }
    if (ended.failure() != null) {
      span.setStatus(StatusCode.ERROR, ended.failure().failureClass().name());
    } else if (ended.status() != null && ended.status() >= 400) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }

  /**
   * Metrics are not part of the audit trail: an error in counting must not make an outcome unknown.
   */
  private void notifyObserver(ExchangeMeasured measured) {
    try {
      observer.accept(measured);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "An exchange could not be counted", e);
    }
  }

  private void reportToBreaker(PlatformId id, ExchangeResult ended, boolean mayBeUnavailable) {
    Integer status = ended.status();
    boolean large =
        ended.failure() != null && ended.failure().failureClass() == FailureClass.ANSWER_TOO_LARGE;
    if ((ended.failure() != null && !large) || (status != null && status >= 500)) {
      if (mayBeUnavailable) {
        breakers.release(id);
      } else {
        breakers.failed(id);
      }
    } else {
      breakers.answered(id);
    }
  }

  private static Deferred deferred(
      FailureClass why, String words, PlatformId id, Instant notBefore) {
    return new Deferred(Failure.of(why, "Platform " + id + " " + words), notBefore);
  }

  private Request recorded(RequestPurpose requestPurpose, Outgoing out) {
    return new Request(
        requestPurpose,
        out.method(),
        out.url(),
        redacted(out.headers()),
        bodyOf(requestPurpose, out.body()).orElse(null),
        clock.instant());
  }

  private Answer recorded(RequestPurpose requestPurpose, ExchangeResult ended) {
    Optional<Snapshot> body = bodyOf(requestPurpose, ended.body());
    return new Answer(
        ended.status(),
        redacted(ended.headers()),
        body.orElse(null),
        body.flatMap(raw -> ifDifferent(raw, ended)).orElse(null),
        clock.instant(),
        ended.failure());
  }

  private static Optional<Snapshot> ifDifferent(Snapshot raw, ExchangeResult ended) {
    return Optional.ofNullable(ended.decoded().text()).filter(text -> !text.equals(raw));
  }

  private static Optional<Snapshot> bodyOf(RequestPurpose requestPurpose, @Nullable Snapshot body) {
    return requestPurpose == RequestPurpose.TOKEN ? Optional.empty() : Optional.ofNullable(body);
  }

  private List<Header> redacted(List<Header> headers) {
    return headers.stream()
        .map(
            header ->
                settings.isSecret(header.name()) ? new Header(header.name(), REDACTED) : header)
        .toList();
  }
}
