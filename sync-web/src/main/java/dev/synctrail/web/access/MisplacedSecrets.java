package dev.synctrail.web.access;

import dev.synctrail.access.SecretScan;
import dev.synctrail.web.rest.Problem;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a body, a form, or a key that is kept, with an access token in it that lets somebody in
 * here. It would be kept for others to read, and nothing in a body can be hidden: what is kept is
 * exact.
 */
@Provider
@Priority(Priorities.USER - 100)
@ApplicationScoped
public class MisplacedSecrets implements ContainerRequestFilter, ReaderInterceptor {
  private static final String KEY = "Idempotency-Key";

  private final SecretScan secrets;
  private final TrustedIssuer issuer;

  @SuppressWarnings("NullAway") // only the proxy is made this way
  protected MisplacedSecrets() {
    this.secrets = null;
    this.issuer = null;
  }

  @Inject
  MisplacedSecrets(SecretScan secrets, TrustedIssuer issuer) {
    this.secrets = secrets;
    this.issuer = issuer;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    String key = request.getHeaderString(KEY);
    if (key != null && letsIn(key)) {
      throw Problem.malformedParameter(KEY, "Contains an access token and would be stored");
    }
  }

  @Override
  public @Nullable Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
    Object body = context.proceed();
    // a token's letters are the same bytes in every encoding that a body may have
    if (body instanceof byte[] bytes && letsIn(new String(bytes, StandardCharsets.ISO_8859_1))) {
      throw Problem.of(
          422,
          "SECRET_IN_BODY",
          "The body contains an access token. Nothing was stored. Revoke the token,"
              + " because others may have seen it");
    }
    return body;
  }

  /** Tells whether somebody could come in here by what is in a text. */
  boolean letsIn(String text) {
    return secrets.hasToken(text)
        || secrets.jwts(text).stream().anyMatch(jwt -> issuer.caller(jwt).isPresent());
  }
}
