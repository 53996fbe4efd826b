package dev.synctrail.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.synctrail.access.Caller;
import dev.synctrail.access.Role;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TrustedIssuerTest {
  private static RSAKey key;
  private static RSAKey other;

  @BeforeAll
  static void keys() throws JOSEException {
    key = new RSAKeyGenerator(2048).keyID("ours").generate();
    other = new RSAKeyGenerator(2048).keyID("ours").generate();
  }

  private static TrustedIssuer issuer() {
    return new TrustedIssuer(
        Optional.of(key.toPublicJWK().toJSONString()),
        Optional.empty(),
        "RS256",
        Optional.of("https://issuer.example"),
        Optional.of("synctrail"));
  }

  private static String token(RSAKey by, UnaryOperator<JWTClaimsSet.Builder> change)
      throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("ours").build(),
            change.apply(claims()).build());
    token.sign(new RSASSASigner(by));
    return token.serialize();
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer("https://issuer.example")
        .audience("synctrail")
        .subject("0a1b")
        .claim("upn", "ann@example.com")
        .claim("groups", List.of("AUDITOR", "OPERATOR", "staff"))
        .expirationTime(Date.from(Instant.parse("2099-01-01T00:00:00Z")));
  }

  @Test
  void accepts_a_valid_token_with_its_name_and_roles() throws JOSEException {
    String genuine = token(key, same -> same);

    assertThat(issuer().isLikelyItsOwn(genuine)).isTrue();
    assertThat(issuer().caller(genuine))
        .contains(
            new Caller(
                "ann@example.com", Set.of(Role.AUDITOR, Role.OPERATOR), Caller.Proof.JWT, false));
    assertThat(issuer().caller(token(key, claims -> claims.claim("upn", null))))
        .map(Caller::name)
        .contains("0a1b");
  }

  @Test
  void rejects_invalid_and_foreign_tokens() throws JOSEException {
    List<String> refused =
        List.of(
            token(other, same -> same),
            token(key, claims -> claims.issuer("https://elsewhere.example")),
            token(key, claims -> claims.audience("another")),
            token(key, claims -> claims.expirationTime(Date.from(Instant.EPOCH))),
            token(key, claims -> claims.expirationTime(null)),
            token(key, claims -> claims.claim("groups", List.of("staff"))),
            token(key, claims -> claims.claim("groups", null)),
            new PlainJWT(claims().build()).serialize(),
            signedWithPublicKeyAsSecret());

    assertThat(refused).allSatisfy(token -> assertThat(issuer().caller(token)).isEmpty());
  }

  /** A known attack: the public key is not secret and must not be accepted as an HMAC key. */
  private static String signedWithPublicKeyAsSecret() throws JOSEException {
    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims().build());
    token.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
    return token.serialize();
  }

  @Test
  void reads_pem_without_begin_and_end_lines() throws JOSEException {
    String bare = Base64.getMimeEncoder().encodeToString(key.toRSAPublicKey().getEncoded());
    TrustedIssuer issuer =
        new TrustedIssuer(
            Optional.of(bare),
            Optional.empty(),
            "RS256",
            Optional.of("https://issuer.example"),
            Optional.empty());

    assertThat(issuer.caller(token(key, same -> same))).isPresent();
  }

  @Test
  void accepts_nothing_unless_configured() throws JOSEException {
    TrustedIssuer none =
        new TrustedIssuer(
            Optional.empty(), Optional.empty(), "RS256", Optional.empty(), Optional.empty());

    assertThat(none.isLikelyItsOwn(token(key, same -> same))).isFalse();
    assertThat(issuer().isLikelyItsOwn("st_" + "x".repeat(43))).isFalse();
    assertThatThrownBy(
            () ->
                new TrustedIssuer(
                    Optional.of("key"),
                    Optional.empty(),
                    "RS256",
                    Optional.empty(),
                    Optional.empty()))
        .hasMessageContaining("mp.jwt.verify.issuer");
  }
}
