package dev.synctrail.web.rest;

import dev.synctrail.access.IdempotencyKeys;
import dev.synctrail.access.IdempotencyKeys.Answer;
import dev.synctrail.access.IdempotencyKeys.Claim;
import dev.synctrail.snapshot.Checksum;
import dev.synctrail.snapshot.Snapshot;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Keeps the promise of {@link Idempotent}. */
@Provider
@Idempotent
@ApplicationScoped
public class Idempotency
    implements ContainerRequestFilter, ContainerResponseFilter, WriterInterceptor {
  static final String HEADER = "Idempotency-Key";

  private static final String HELD = Idempotency.class.getName();
  private static final Pattern LEGAL = Pattern.compile("[\\x21-\\x7e]{1,255}");
  private static final List<String> KEPT_HEADERS =
      List.of(
          HttpHeaders.CONTENT_TYPE,
          HttpHeaders.LOCATION,
          HttpHeaders.ETAG,
          HttpHeaders.LINK,
          Prefer.APPLIED);

  private final IdempotencyKeys keys;
  private final Clock clock;

  @SuppressWarnings("NullAway") // only the proxy is made this way
  protected Idempotency() {
    this.keys = null;
    this.clock = null;
  }

  @Inject
  Idempotency(IdempotencyKeys keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  private record Held(IdempotencyKeys.Key key, UUID claim) {}

  @Override
  public void filter(ContainerRequestContext request) throws IOException {
    String value = request.getHeaderString(HEADER);
    if (value == null) {
      return;
    }
    if (!LEGAL.matcher(value).matches()) {
      throw Problem.malformedParameter(HEADER, "Must have 1 to 255 visible ASCII characters");
    }
    byte[] body = request.getEntityStream().readAllBytes();
    request.setEntityStream(new ByteArrayInputStream(body));
    Principal caller = request.getSecurityContext().getUserPrincipal();
    Held held =
        new Held(
            new IdempotencyKeys.Key(caller == null ? "" : caller.getName(), value),
            UUID.randomUUID());
    Claim claim = keys.claim(held.key(), fingerprint(request, body), held.claim(), clock.instant());
    switch (claim.verdict()) {
      case MINE -> request.setProperty(HELD, held);
      case ANSWERED -> request.abortWith(again(claim));
      case RUNNING ->
          throw Problem.conflict(
                  "STILL_RUNNING", "The first request with this Idempotency-Key is still running")
              .withHeader(HttpHeaders.RETRY_AFTER, "1");
      case OTHER_REQUEST ->
          throw Problem.unprocessable(
              "KEY_REUSED",
              "The Idempotency-Key was already used for a different request",
              List.of(Problem.Fault.parameter(HEADER, "Already used for a different request")));
    }
  }

  private static Checksum fingerprint(ContainerRequestContext request, byte[] body) {
    String target = request.getMethod() + " " + request.getUriInfo().getRequestUri().getRawPath();
    String query = String.valueOf(request.getUriInfo().getRequestUri().getRawQuery());
    return Checksum.of(
        (target + "?" + query + "\n" + Checksum.of(body)).getBytes(StandardCharsets.UTF_8));
  }

  private static Response again(Claim claim) {
    Answer answer = claim.answer();
    if (answer == null) {
      throw new IllegalStateException("A completed key has its response");
    }
    Response.ResponseBuilder response = Response.status(answer.status());
    answer.headers().forEach(header -> response.header(header.name(), header.value()));
    if (answer.body().size() > 0) {
      response.entity(answer.body().bytes());
    }
    return response.header("Idempotency-Replayed", "true").build();
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (!(request.getProperty(HELD) instanceof Held held)) {
      return;
    }
    if (response.getStatusInfo().getFamily() != Response.Status.Family.SUCCESSFUL) {
      keys.release(held.key(), held.claim());
      request.removeProperty(HELD);
      return;
    }
    List<Answer.Header> headers =
        KEPT_HEADERS.stream()
            .flatMap(
                name ->
                    Stream.ofNullable(response.getHeaderString(name))
                        .map(value -> new Answer.Header(name, value)))
            .toList();
    Unwritten unwritten = new Unwritten(held, response.getStatus(), headers);
    if (response.hasEntity()) {
      request.setProperty(HELD, unwritten);
    } else {
      request.removeProperty(HELD);
      keep(unwritten, new byte[0]);
    }
  }

  private record Unwritten(Held held, int status, List<Answer.Header> headers) {}

  /** The answer is kept before its first byte leaves, so that nobody can have seen another one. */
  @Override
  public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
    if (!(context.getProperty(HELD) instanceof Unwritten unwritten)) {
      context.proceed();
      return;
    }
    OutputStream out = context.getOutputStream();
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    context.setOutputStream(written);
    context.proceed();
    keep(unwritten, written.toByteArray());
    written.writeTo(out);
  }

  private void keep(Unwritten answer, byte[] body) {
    keys.answered(
        answer.held().key(),
        answer.held().claim(),
        new Answer(answer.status(), answer.headers(), Snapshot.of(body)));
  }
}
