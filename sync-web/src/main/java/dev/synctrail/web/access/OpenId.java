package dev.synctrail.web.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.synctrail.access.Caller;
import dev.synctrail.access.Role;
import dev.synctrail.json.StrictJson;
import dev.synctrail.startup.ServerStarting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.Serializable;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates users by an OpenID provider: the authorization code flow with PKCE (OpenID Connect
 * Core 1.0, RFC 7636).
 *
 * <p>Implemented here because the server's own mechanism would exclude all others.
 */
@ApplicationScoped
public class OpenId {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int MAX_NAME_LENGTH = 100;
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final SecureRandom random = new SecureRandom();
  private final Optional<String> issuer;
  private final String clientId;
  private final String clientSecret;
  private final String scope;
  private final String nameClaim;
  private final String rolesClaim;
  private final Map<String, Role> roles;
  private volatile @Nullable Provider provider;

  @SuppressWarnings("NullAway") // only the client proxy is constructed this way
  protected OpenId() {
    this.issuer = Optional.empty();
    this.clientId = "";
    this.clientSecret = "";
    this.scope = "";
    this.nameClaim = "";
    this.rolesClaim = "";
    this.roles = Map.of();
  }

  @Inject
  OpenId(
      @ConfigProperty(name = "sync.openid.issuer") Optional<String> issuer,
      @ConfigProperty(name = "sync.openid.client-id") Optional<String> clientId,
      @ConfigProperty(name = "sync.openid.client-secret") Optional<String> clientSecret,
      @ConfigProperty(name = "sync.openid.scope", defaultValue = "openid profile email")
          String scope,
      @ConfigProperty(name = "sync.openid.name-claim", defaultValue = "preferred_username")
          String nameClaim,
      @ConfigProperty(name = "sync.openid.roles-claim", defaultValue = "groups") String rolesClaim,
      @ConfigProperty(name = "sync.openid.roles") Optional<String> roles) {
    if (issuer.isPresent() && (clientId.isEmpty() || clientSecret.isEmpty())) {
      throw new IllegalStateException(
          "sync.openid.issuer requires sync.openid.client-id and .client-secret");
    }
    this.issuer = issuer;
    this.clientId = clientId.orElse("");
    this.clientSecret = clientSecret.orElse("");
    this.scope = scope;
    this.nameClaim = nameClaim;
    this.rolesClaim = rolesClaim;
    this.roles = roles.map(OpenId::byGroup).orElseGet(OpenId::byName);
  }

  /** Parses for example {@code synctrail-admins=ADMIN,auditors=AUDITOR}. */
  private static Map<String, Role> byGroup(String text) {
    Map<String, Role> roles = new HashMap<>();
    for (String pair : text.split(",", -1)) {
      String[] parts = pair.trim().split("=", 2);
      if (parts.length != 2) {
        throw new IllegalArgumentException("sync.openid.roles: not group=ROLE: " + pair);
      }
      roles.put(parts[0].trim(), Role.valueOf(parts[1].trim()));
    }
    return roles;
  }

  private static Map<String, Role> byName() {
    return Stream.of(Role.values()).collect(Collectors.toMap(Role::name, role -> role));
  }

  void begin(@Observes ServerStarting starting) {
    // injected into an observer so that an invalid configuration fails the deployment
  }

  /** Tells whether a provider is configured. */
  boolean isConfigured() {
    return issuer.isPresent();
  }

  /** Creates the values that the session must keep until the user returns from the provider. */
  Attempt attempt(String redirectUri) {
    return new Attempt(secret(), secret(), secret(), redirectUri);
  }

  private String secret() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Returns the address to which the user is redirected. */
  URI authorization(Attempt attempt) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", clientId);
    query.put("redirect_uri", attempt.redirectUri());
    query.put("scope", scope);
    query.put("state", attempt.state());
    query.put("nonce", attempt.nonce());
    query.put("code_challenge", challenge(attempt.verifier()));
    query.put("code_challenge_method", "S256");
    String endpoint = provider().authorization();
    return URI.create(endpoint + (endpoint.contains("?") ? "&" : "?") + form(query));
  }

  private static String challenge(String verifier) {
    try {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(
              MessageDigest.getInstance("SHA-256")
                  .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /**
   * Returns the caller that the provider names for the code; empty if the ID token is invalid or
   * grants no role.
   */
  Optional<Caller> caller(Attempt attempt, String code) {
    Provider known = provider();
    Map<String, String> body = new LinkedHashMap<>();
    body.put("grant_type", "authorization_code");
    body.put("code", code);
    body.put("redirect_uri", attempt.redirectUri());
    body.put("code_verifier", attempt.verifier());
    String basic = encoded(clientId) + ":" + encoded(clientSecret);
    JsonObject answer =
        json(
            HttpRequest.newBuilder(URI.create(known.token()))
                .header(
                    "Authorization",
                    "Basic "
                        + Base64.getEncoder()
                            .encodeToString(basic.getBytes(StandardCharsets.UTF_8)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form(body))));
    try {
      JWTClaimsSet claims = known.idTokens().process(answer.getString("id_token", ""), null);
      return attempt.nonce().equals(claims.getStringClaim("nonce"))
          ? caller(claims)
          : Optional.empty();
    } catch (BadJOSEException | ParseException e) {
      return Optional.empty();
    } catch (JOSEException e) {
      throw new IllegalStateException("The keys of the OpenID provider could not be read", e);
    }
  }

  private Optional<Caller> caller(JWTClaimsSet claims) {
    String name =
        Stream.of(nameClaim, "email", "sub")
            .map(claims::getClaim)
            .filter(String.class::isInstance)
            .map(String.class::cast)
            .findFirst()
            .orElse("");
    Set<Role> held = EnumSet.noneOf(Role.class);
    for (String group : texts(claims.getClaim(rolesClaim))) {
      Role role = roles.get(group);
      if (role != null) {
        held.add(role);
      }
    }
    return name.isBlank() || name.length() > MAX_NAME_LENGTH || held.isEmpty()
        ? Optional.empty()
        : Optional.of(new Caller(name, held, Caller.Proof.OPENID, false));
  }

  private static List<String> texts(@Nullable Object claim) {
    List<String> texts = new ArrayList<>();
    if (claim instanceof String text) {
      texts.addAll(Arrays.asList(text.split(" ", -1)));
    } else if (claim instanceof List<?> elements) {
      elements.forEach(element -> texts.add(String.valueOf(element)));
    }
    return texts;
  }

  /** The provider's metadata is read when first needed instead of at server start. */
  private Provider provider() {
    Provider known = provider;
    if (known == null) {
      String base =
          issuer.orElseThrow(() -> new IllegalStateException("No OpenID provider is configured"));
      JsonObject metadata =
          json(
              HttpRequest.newBuilder(
                  URI.create(base.replaceFirst("/$", "") + "/.well-known/openid-configuration")));
      if (!metadata.getString("issuer", "").equals(base)) {
        throw new IllegalStateException(
            "The issuer in the metadata of the OpenID provider is not " + base);
      }
      known =
          new Provider(
              metadata.getString("authorization_endpoint"),
              metadata.getString("token_endpoint"),
              idTokens(base, metadata.getString("jwks_uri")));
      provider = known;
    }
    return known;
  }

  private DefaultJWTProcessor<SecurityContext> idTokens(String base, String keys) {
    try {
      DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
      processor.setJWSKeySelector(
          new JWSVerificationKeySelector<>(
              ALGORITHMS,
              JWKSourceBuilder.<SecurityContext>create(URI.create(keys).toURL())
                  .retrying(true)
                  .build()));
      processor.setJWTClaimsSetVerifier(
          new DefaultJWTClaimsVerifier<>(
              clientId,
              new JWTClaimsSet.Builder().issuer(base).build(),
              Set.of("sub", "iat", "exp", "nonce")));
      return processor;
    } catch (MalformedURLException e) {
      throw new IllegalStateException("The metadata of the OpenID provider has no jwks_uri", e);
    }
  }

  private JsonObject json(HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> answer =
          http.send(
              request.timeout(TIMEOUT).header("Accept", "application/json").build(),
              HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(
            "The OpenID provider answered "
                + answer.statusCode()
                + " at "
                + answer.uri().getPath());
      }
      return StrictJson.readObject(answer.body()).object();
    } catch (IOException e) {
      throw new IllegalStateException("The OpenID provider cannot be reached", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while calling the OpenID provider", e);
    }
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private record Provider(
      String authorization, String token, DefaultJWTProcessor<SecurityContext> idTokens) {}

  /** The secrets of a sign-in attempt, known only to the user's session. */
  record Attempt(String state, String nonce, String verifier, String redirectUri)
      implements Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public String toString() {
      return "«redacted»";
    }
  }
}
