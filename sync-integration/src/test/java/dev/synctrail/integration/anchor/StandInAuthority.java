package dev.synctrail.integration.anchor;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.TrustAnchor;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/** A time stamp authority with a certificate authority of its own, which signs anything. */
@SuppressWarnings("JavaUtilDate") // as the library wants it
final class StandInAuthority {
  private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");
  private static final X500Name ISSUER = new X500Name("CN=Test authority");

  private final KeyPair authority = pair();
  private final KeyPair own = pair();
  private final X509CertificateHolder root;
  private final X509CertificateHolder certificate;
  private final X509CertificateHolder webCertificate;

  StandInAuthority() {
    root =
        certificate(
            ISSUER,
            authority,
            new Extended(Extension.basicConstraints, new BasicConstraints(true)));
    certificate = certificate(KeyPurposeId.id_kp_timeStamping);
    webCertificate = certificate(KeyPurposeId.id_kp_serverAuth);
  }

  private X509CertificateHolder certificate(KeyPurposeId purpose) {
    return certificate(
        new X500Name("CN=Test time stamps"),
        own,
        new Extended(Extension.extendedKeyUsage, new ExtendedKeyUsage(purpose)));
  }

  Set<TrustAnchor> anchors() {
    try {
      return Set.of(new TrustAnchor(new JcaX509CertificateConverter().getCertificate(root), null));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns a response to a request, with the time that the authority claims. */
  byte[] stamp(TimeStampRequest request, Instant time) {
    return stamp(request, time, certificate);
  }

  /** Returns a response with a certificate for web servers of the same key and number. */
  byte[] stampForWeb(TimeStampRequest request, Instant time) {
    return stamp(request, time, webCertificate);
  }

  private byte[] stamp(TimeStampRequest request, Instant time, X509CertificateHolder shown) {
    try {
      TimeStampTokenGenerator tokens =
          new TimeStampTokenGenerator(
              new JcaSimpleSignerInfoGeneratorBuilder()
                  .build("SHA256withECDSA", own.getPrivate(), certificate),
              new JcaDigestCalculatorProviderBuilder()
                  .build()
                  .get(new AlgorithmIdentifier(TSPAlgorithms.SHA256)),
              new ASN1ObjectIdentifier("1.2.3.4"));
      tokens.addCertificates(new JcaCertStore(List.of(shown)));
      return new TimeStampResponseGenerator(tokens, TSPAlgorithms.ALLOWED)
          .generate(request, BigInteger.ONE, Date.from(time))
          .getEncoded();
    } catch (GeneralSecurityException | IOException | OperatorCreationException | TSPException e) {
      throw new AssertionError(e);
    }
  }

  private X509CertificateHolder certificate(X500Name name, KeyPair of, Extended extended) {
    try {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              ISSUER,
              BigInteger.TWO,
              Date.from(NOW.minusSeconds(1_000_000_000)),
              Date.from(NOW.plusSeconds(1_000_000_000)),
              name,
              of.getPublic());
      builder.addExtension(extended.id, true, extended.value);
      return builder.build(
          new JcaContentSignerBuilder("SHA256withECDSA").build(authority.getPrivate()));
    } catch (IOException | OperatorCreationException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private record Extended(ASN1ObjectIdentifier id, ASN1Encodable value) {}
}
