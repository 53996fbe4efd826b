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

/** Implements {@link Idempotent}. */
@Provider
@Idempotent
@ApplicationScoped
public class Idempotency
    implements ContainerRequestFilter, ContainerResponseFilter, WriterInterceptor {
  static final String HEADER = "Idempotency-Key";

  private static final String CLAIM_PROPERTY = Idempotency.class.getName();
  private static final Pattern LEGAL = Pattern.compile("[\\x21-\\x7e]{1,255}");
  private static final List<String> STORED_HEADERS =
      List.of(
          HttpHeaders.CONTENT_TYPE,
          HttpHeaders.LOCATION,
          HttpHeaders.ETAG,
          HttpHeaders.LINK,
          Prefer.APPLIED);

  private final IdempotencyKeys keys;
  private final Clock clock;

  @Inject
  Idempotency(IdempotencyKeys keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  private record HeldClaim(IdempotencyKeys.Key key, UUID claim) {}

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
    HeldClaim held =
        new HeldClaim(
            new IdempotencyKeys.Key(caller == null ? "" : caller.getName(), value),
            UUID.randomUUID());
    Claim claim = keys.claim(held.key(), fingerprint(request, body), held.claim(), clock.instant());
    switch (claim.verdict()) {
      case MINE -> request.setProperty(CLAIM_PROPERTY, held);
      case ANSWERED -> request.abortWith(storedResponse(claim));
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

  private static Response storedResponse(Claim claim) {
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
    if (!(request.getProperty(CLAIM_PROPERTY) instanceof HeldClaim held)) {
      return;
    }
    if (response.getStatusInfo().getFamily() != Response.Status.Family.SUCCESSFUL) {
      keys.release(held.key(), held.claim());
      request.removeProperty(CLAIM_PROPERTY);
      return;
    }
    List<Answer.Header> headers =
        STORED_HEADERS.stream()
            .flatMap(
                name ->
                    Stream.ofNullable(response.getHeaderString(name))
                        .map(value -> new Answer.Header(name, value)))
            .toList();
    PendingAnswer pending = new PendingAnswer(held, response.getStatus(), headers);
    if (response.hasEntity()) {
      request.setProperty(CLAIM_PROPERTY, pending);
    } else {
      request.removeProperty(CLAIM_PROPERTY);
      store(pending, new byte[0]);
    }
  }

  private record PendingAnswer(HeldClaim held, int status, List<Answer.Header> headers) {}

  /**
   * Stores the answer before its first byte is sent, so that no client can have seen a different
   * one.
   */
  @Override
  public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
    if (!(context.getProperty(CLAIM_PROPERTY) instanceof PendingAnswer pending)) {
      context.proceed();
      return;
    }
    OutputStream out = context.getOutputStream();
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    context.setOutputStream(written);
    context.proceed();
    store(pending, written.toByteArray());
    written.writeTo(out);
  }

  private void store(PendingAnswer answer, byte[] body) {
    keys.answered(
        answer.held().key(),
        answer.held().claim(),
        new Answer(answer.status(), answer.headers(), Snapshot.of(body)));
  }
}
