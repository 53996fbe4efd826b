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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rejects bodies, forms and stored keys that contain a valid access token. They would be stored for
 * others to read, and payloads cannot be redacted because their bytes are stored exactly.
 */
@Provider
@Priority(Priorities.USER - 100)
@ApplicationScoped
public class MisplacedSecrets implements ContainerRequestFilter, ReaderInterceptor {
  private static final String KEY = "Idempotency-Key";
  private static final Pattern ESCAPED = Pattern.compile("\\\\u00([2-7][0-9a-fA-F])");

  private final SecretScan secrets;
  private final TrustedIssuer issuer;

  @Inject
  MisplacedSecrets(SecretScan secrets, TrustedIssuer issuer) {
    this.secrets = secrets;
    this.issuer = issuer;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    String key = request.getHeaderString(KEY);
    if (key != null && containsValidToken(key)) {
      throw Problem.malformedParameter(KEY, "Contains an access token and would be stored");
    }
  }

  @Override
  public @Nullable Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
    if (context.getType() == InputStream.class) {
      return context.proceed();
    }
    byte[] body = context.getInputStream().readAllBytes();
    if (containsValidTokenIn(body)) {
      throw Problem.of(
          422,
          "SECRET_IN_BODY",
          "The body contains an access token. Nothing was stored. Revoke the token,"
              + " because others may have seen it");
    }
    context.setInputStream(new ByteArrayInputStream(body));
    return context.proceed();
  }

  /** The characters of a token are the same bytes in every encoding that a body can have. */
  private boolean containsValidTokenIn(byte[] body) {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    return containsValidToken(text)
        || (text.contains("\\u00")
            && ESCAPED.matcher(text).find()
            && containsValidToken(unescaped(text)));
  }

  /** JSON can escape any character of a token. */
  private static String unescaped(String json) {
    return ESCAPED
        .matcher(json)
        .replaceAll(
            letter ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(letter.group(1), 16))));
  }

  /** Tells whether a text contains a valid access token. */
  boolean containsValidToken(String text) {
    return secrets.hasToken(text)
        || secrets.jwts(text).stream().anyMatch(jwt -> issuer.caller(jwt).isPresent());
  }
}
