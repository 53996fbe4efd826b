package dev.synctrail.integration.anchor;

import dev.synctrail.anchor.AnchorFailed;
import dev.synctrail.anchor.AnchorKind;
import dev.synctrail.anchor.AnchorTarget;
import dev.synctrail.anchor.Submission;
import dev.synctrail.integration.http.ExchangeResult;
import dev.synctrail.integration.http.Outgoing;
import dev.synctrail.snapshot.Checksum;
import dev.synctrail.snapshot.Snapshot;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TSPValidationException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * A time stamp authority (RFC 3161). It signs the hash of the text of a checkpoint, which is the
 * note without its signatures, and the time.
 */
final class TimeStampAuthority implements AnchorTarget {
  private static final int OK = 200;
  private static final int NONCE_BITS = 64;

  /** A larger difference means that one of the two clocks is wrong. */
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private final URI address;
  private final Set<TrustAnchor> authorities;
  private final AnchorHttp http;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param authorities the certificates of which one must have issued that of the authority; empty
   *     to accept any
   */
  TimeStampAuthority(URI address, Set<TrustAnchor> authorities, AnchorHttp http, Clock clock) {
    this.address = address;
    this.authorities = authorities;
    this.http = http;
    this.clock = clock;
  }

  @Override
  public AnchorKind kind() {
    return AnchorKind.TIME_STAMP;
  }

  @Override
  public String name() {
    return address.getRawAuthority() + address.getRawPath();
  }

  @Override
  public String anchor(Submission submission) {
    TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    byte[] hash = Checksum.sha256(submission.checkpoint().text().getBytes(StandardCharsets.UTF_8));
    try {
      TimeStampRequest request =
          generator.generate(TSPAlgorithms.SHA256, hash, new BigInteger(NONCE_BITS, random));
      ExchangeResult result =
          http.post(
              Outgoing.of("POST", address)
                  .header("Accept", "application/timestamp-reply")
                  .body("application/timestamp-query", Snapshot.of(request.getEncoded())));
      if (AnchorHttp.status(result) != OK) {
        throw AnchorHttp.failed(result);
      }
      byte[] reply = AnchorHttp.bytes(result);
      require(request, new TimeStampResponse(reply));
      return Base64.getEncoder().encodeToString(reply);
    } catch (TSPValidationException e) {
      throw new AnchorFailed("the time stamp is not valid: " + e.getMessage());
    } catch (AnchorFailed e) {
      throw e;
    } catch (TSPException
        | IOException
        | GeneralSecurityException
        | OperatorCreationException
        | RuntimeException e) {
      throw new AnchorFailed("the response is not a valid time stamp");
    }
  }

  private void require(TimeStampRequest request, TimeStampResponse response)
      throws TSPException, GeneralSecurityException, OperatorCreationException {
    TimeStampToken token = response.getTimeStampToken();
    if (token == null) {
      throw new AnchorFailed("the authority refused, with status " + response.getStatus());
    }
    response.validate(request);
    X509CertificateHolder signer =
        token.getCertificates().getMatches(null).stream()
            .filter(token.getSID()::match)
            .findFirst()
            .orElseThrow(
                () -> new AnchorFailed("the time stamp has no certificate of its authority"));
    token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
    Duration difference =
        Duration.between(token.getTimeStampInfo().getGenTime().toInstant(), clock.instant());
    if (difference.abs().compareTo(TOLERANCE) > 0) {
      throw new AnchorFailed(
          "the time of the authority differs from that of this server by more than 5 minutes");
    }
    if (!authorities.isEmpty()) {
      requireTrusted(signer, token);
    }
  }

  private void requireTrusted(X509CertificateHolder signer, TimeStampToken token)
      throws GeneralSecurityException {
    JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
    List<X509Certificate> all = new ArrayList<>();
    for (X509CertificateHolder certificate : token.getCertificates().getMatches(null)) {
      all.add(converter.getCertificate(certificate));
    }
    X509CertSelector wanted = new X509CertSelector();
    wanted.setCertificate(converter.getCertificate(signer));
    PKIXBuilderParameters parameters = new PKIXBuilderParameters(authorities, wanted);
    parameters.setRevocationEnabled(false);
    parameters.setDate(token.getTimeStampInfo().getGenTime());
    parameters.addCertStore(
        CertStore.getInstance("Collection", new CollectionCertStoreParameters(all)));
    try {
      CertPathBuilder.getInstance("PKIX").build(parameters);
    } catch (GeneralSecurityException e) {
      throw new AnchorFailed(
          "no certificate of sync.ledger.anchor.time-stamp.authorities has issued that of the"
              + " authority");
    }
  }
}
