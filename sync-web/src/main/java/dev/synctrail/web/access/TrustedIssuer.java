package dev.synctrail.web.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.synctrail.access.Caller;
import dev.synctrail.access.Role;
import dev.synctrail.startup.ServerStarting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates callers by a JWT of the configured issuer as specified by MicroProfile JWT: {@code
 * upn}, {@code preferred_username} or {@code sub} is the name, {@code groups} are the roles.
 *
 * <p>Implemented here because the server's own mechanism would exclude all others.
 */
@ApplicationScoped
public class TrustedIssuer {
  private static final Logger LOG = System.getLogger(TrustedIssuer.class.getName());
  private static final Pattern JWT =
      Pattern.compile("ey[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
  private static final int MAX_NAME_LENGTH = 100;

  private final @Nullable DefaultJWTProcessor<SecurityContext> processor;

  @Inject
  TrustedIssuer(
      @ConfigProperty(name = "mp.jwt.verify.publickey") Optional<String> key,
      @ConfigProperty(name = "mp.jwt.verify.publickey.location") Optional<String> location,
      @ConfigProperty(name = "mp.jwt.verify.publickey.algorithm", defaultValue = "RS256")
          String algorithm,
      @ConfigProperty(name = "mp.jwt.verify.issuer") Optional<String> issuer,
      @ConfigProperty(name = "mp.jwt.verify.audiences") Optional<String> audiences) {
    boolean isConfigured = key.isPresent() || location.isPresent();
    if (isConfigured && issuer.isEmpty()) {
      throw new IllegalStateException("A JWT key requires mp.jwt.verify.issuer");
    }
    this.processor =
        !isConfigured
            ? null
            : processor(
                keys(key, location), algorithm, issuer.orElseThrow(), names(audiences.orElse("")));
  }

  void begin(@Observes ServerStarting starting) {
    // injected into an observer so that an invalid configuration fails the deployment
  }

  private static Set<String> names(String list) {
    return Arrays.stream(list.split(","))
        .map(String::trim)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toSet());
  }

  private static DefaultJWTProcessor<SecurityContext> processor(
      JWKSource<SecurityContext> keys, String algorithm, String issuer, Set<String> audiences) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    Set<JWSAlgorithm> algorithms =
        names(algorithm).stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, keys));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            audiences.isEmpty() ? null : new HashSet<>(audiences),
            new JWTClaimsSet.Builder().issuer(issuer).build(),
            Set.of("exp", "iss"),
            Set.of()));
    return processor;
  }

  private static JWKSource<SecurityContext> keys(Optional<String> key, Optional<String> location) {
    try {
      if (key.isPresent()) {
        return fixed(key.get());
      }
      String path = location.orElseThrow();
      URI uri = URI.create(path);
      if ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme())) {
        return JWKSourceBuilder.create(uri.toURL()).retrying(true).build();
      }
      Path file = "file".equals(uri.getScheme()) ? Path.of(uri) : Path.of(path);
      return fixed(Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException | ParseException e) {
      throw new IllegalStateException("The key in mp.jwt.verify.publickey cannot be read", e);
    }
  }

  private static JWKSource<SecurityContext> fixed(String text) throws ParseException {
    String trimmed = text.trim();
    if (!trimmed.startsWith("{")) {
      JWK only = pem(trimmed);
      return (selector, context) -> List.of(only); // it has no key id to select by
    }
    return new ImmutableJWKSet<>(
        trimmed.contains("\"keys\"") ? JWKSet.parse(trimmed) : new JWKSet(JWK.parse(trimmed)));
  }

  /** Reads a public key in PEM (RFC 7468), with or without the BEGIN and END lines. */
  private static JWK pem(String text) {
    X509EncodedKeySpec key =
        new X509EncodedKeySpec(
            Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", "")));
    try {
      return new RSAKey.Builder((RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(key))
          .build();
    } catch (GeneralSecurityException notRsa) {
      return elliptic(key);
    }
  }

  private static JWK elliptic(X509EncodedKeySpec key) {
    try {
      ECPublicKey read = (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(key);
      return new ECKey.Builder(Curve.forECParameterSpec(read.getParams()), read).build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("mp.jwt.verify.publickey is not an RSA or EC key", e);
    }
  }

  /** Tells whether the token looks like a JWT, which this issuer has to verify. */
  boolean isLikelyItsOwn(String token) {
    return processor != null && JWT.matcher(token).matches();
  }

  /**
   * Returns the caller named by the token if it is valid, not expired, and grants one of our roles.
   */
  Optional<Caller> caller(String token) {
    if (processor == null) {
      return Optional.empty();
    }
    try {
      return caller(processor.process(token, null));
    } catch (BadJOSEException | ParseException e) {
      LOG.log(Level.DEBUG, "A JWT was rejected: {0}", e.getMessage());
      return Optional.empty();
    } catch (JOSEException e) {
      throw new IllegalStateException("The keys of the issuer could not be read", e);
    }
  }

  private static Optional<Caller> caller(JWTClaimsSet claims) throws ParseException {
    String name =
        Stream.of("upn", "preferred_username", "sub")
            .map(claim -> claims.getClaim(claim))
            .filter(String.class::isInstance)
            .map(String.class::cast)
            .findFirst()
            .orElse("");
    List<String> groups = claims.getStringListClaim("groups");
    Set<Role> roles = roles(groups == null ? List.of() : groups);
    return name.isBlank() || name.length() > MAX_NAME_LENGTH || roles.isEmpty()
        ? Optional.empty()
        : Optional.of(new Caller(name, roles, Caller.Proof.JWT, false));
  }

  /** Returns the roles among the names. */
  static Set<Role> roles(List<String> names) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (Role role : Role.values()) {
      if (names.contains(role.name())) {
        roles.add(role);
      }
    }
    return roles;
  }
}
