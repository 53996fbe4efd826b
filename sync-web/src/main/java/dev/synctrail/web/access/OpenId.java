package dev.synctrail.web.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import dev.synctrail.access.Caller;
import dev.synctrail.access.Role;
import dev.synctrail.startup.ServerStarting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.Serializable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.MalformedURLException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
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
  private static final Logger LOG = System.getLogger(OpenId.class.getName());
  private static final int TIMEOUT_MS = 10_000;
  private static final int MAX_NAME_LENGTH = 100;
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384);

  private final Optional<String> issuer;
  private final ClientID clientId;
  private final Secret clientSecret;
  private final String scope;
  private final String nameClaim;
  private final String rolesClaim;
  private final Map<String, Role> roles;
  private volatile @Nullable OIDCProviderMetadata provider;
  private volatile @Nullable IDTokenValidator idTokens;

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
    this.clientId = new ClientID(clientId.orElse("-"));
    this.clientSecret = new Secret(clientSecret.orElse(""));
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
    return new Attempt(
        new State().getValue(), new Nonce().getValue(), new CodeVerifier().getValue(), redirectUri);
  }

  /** Returns the address to which the user is redirected. */
  URI authorization(Attempt attempt) {
    return new AuthenticationRequest.Builder(
            ResponseType.CODE, Scope.parse(scope), clientId, URI.create(attempt.redirectUri()))
        .endpointURI(provider().getAuthorizationEndpointURI())
        .state(new State(attempt.state()))
        .nonce(new Nonce(attempt.nonce()))
        .codeChallenge(new CodeVerifier(attempt.verifier()), CodeChallengeMethod.S256)
        .build()
        .toURI();
  }

  /**
   * Returns the caller that the provider names for the code; empty if the provider rejects the
   * code, or if the ID token is invalid or grants no role.
   */
  Optional<Caller> caller(Attempt attempt, String code) {
    OIDCProviderMetadata known = provider();
    try {
      HTTPRequest request =
          new TokenRequest.Builder(
                  known.getTokenEndpointURI(),
                  new ClientSecretBasic(clientId, clientSecret),
                  new AuthorizationCodeGrant(
                      new AuthorizationCode(code),
                      URI.create(attempt.redirectUri()),
                      new CodeVerifier(attempt.verifier())))
              .build()
              .toHTTPRequest();
      request.setConnectTimeout(TIMEOUT_MS);
      request.setReadTimeout(TIMEOUT_MS);
      HTTPResponse response = request.send();
      if (response.getStatusCode() >= 500) {
        throw new IllegalStateException(
            "The OpenID provider responded with " + response.getStatusCode());
      }
      return OIDCTokenResponseParser.parse(response) instanceof OIDCTokenResponse tokens
          ? caller(
              idTokens(known)
                  .validate(tokens.getOIDCTokens().getIDToken(), new Nonce(attempt.nonce())))
          : Optional.empty();
    } catch (BadJOSEException | com.nimbusds.oauth2.sdk.ParseException e) {
      LOG.log(Level.DEBUG, "An OpenID sign-in was rejected: {0}", e.getMessage());
      return Optional.empty();
    } catch (JOSEException | IOException e) {
      throw new IllegalStateException("The OpenID provider cannot be reached", e);
    }
  }

  private Optional<Caller> caller(IDTokenClaimsSet claims) {
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
  private OIDCProviderMetadata provider() {
    OIDCProviderMetadata known = provider;
    if (known == null) {
      String base =
          issuer.orElseThrow(() -> new IllegalStateException("No OpenID provider is configured"));
      try {
        known = OIDCProviderMetadata.resolve(new Issuer(base), TIMEOUT_MS, TIMEOUT_MS);
      } catch (GeneralException | IOException e) {
        throw new IllegalStateException("The metadata of the OpenID provider cannot be read", e);
      }
      provider = known;
    }
    return known;
  }

  private IDTokenValidator idTokens(OIDCProviderMetadata known) {
    IDTokenValidator validator = idTokens;
    if (validator == null) {
      try {
        validator =
            new IDTokenValidator(
                known.getIssuer(),
                clientId,
                new JWSVerificationKeySelector<>(
                    ALGORITHMS,
                    JWKSourceBuilder.create(known.getJWKSetURI().toURL()).retrying(true).build()),
                null);
      } catch (MalformedURLException e) {
        throw new IllegalStateException("The metadata of the OpenID provider has no jwks_uri", e);
      }
      idTokens = validator;
    }
    return validator;
  }

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
