package dev.synctrail.integration.anchor;

import dev.synctrail.anchor.AnchorTarget;
import dev.synctrail.anchor.AnchorTargets;
import dev.synctrail.integration.http.ConfigValues;
import dev.synctrail.integration.http.Origins;
import dev.synctrail.integration.http.UnrecordedHttp;
import dev.synctrail.tlog.MalformedLog;
import dev.synctrail.tlog.VerifierKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The places outside of {@code sync.ledger.anchor.*}. */
@ApplicationScoped
class ConfiguredAnchors implements AnchorTargets {
  private static final String TIME_STAMP = "sync.ledger.anchor.time-stamp.urls";
  private static final String AUTHORITIES = "sync.ledger.anchor.time-stamp.authorities";
  private static final String WITNESSES = "sync.ledger.anchor.witnesses";

  private final List<AnchorTarget> all = new ArrayList<>();

  /**
   * @throws IllegalArgumentException naming the key that is not valid
   */
  @Inject
  ConfiguredAnchors(ConfigValues config, UnrecordedHttp unrecorded, Clock clock) {
    AnchorHttp http = new AnchorHttp(unrecorded);
    Set<TrustAnchor> authorities = new HashSet<>();
    config.file(AUTHORITIES).ifPresent(file -> authorities.addAll(authorities(file)));
    list(config, TIME_STAMP)
        .map(url -> address(TIME_STAMP, url))
        .forEach(url -> all.add(new TimeStampAuthority(url, authorities, http, clock)));
    list(config, WITNESSES).forEach(witness -> all.add(witness(witness, http)));
    config
        .file("sync.ledger.anchor.file")
        .ifPresent(file -> all.add(new CheckpointFile(file.toAbsolutePath())));
    config
        .address("sync.ledger.anchor.webhook.url")
        .ifPresent(
            url ->
                all.add(
                    new Webhook(
                        url,
                        config.text("sync.ledger.anchor.webhook.authorization").orElse(null),
                        http)));
    Mail.of(config).ifPresent(all::add);
  }

  @Override
  public List<AnchorTarget> all() {
    return List.copyOf(all);
  }

  private static Stream<String> list(ConfigValues config, String key) {
    return config.text(key).stream()
        .flatMap(text -> Stream.of(text.split(",", -1)))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private static URI address(String key, String url) {
    URI address = Origins.parse(url);
    if (address == null) {
      throw new IllegalArgumentException(
          key + " must be addresses such as https://host/path, without user and password");
    }
    return address;
  }

  private static Witness witness(String text, AnchorHttp http) {
    String[] parts = text.split("\\s+", -1);
    try {
      VerifierKey key = VerifierKey.parse(parts[0]);
      if (parts.length == 2 && VerifierKey.ofWitness(key.name(), key.bytes()).equals(key)) {
        return new Witness(key, address(WITNESSES, parts[1]), http);
      }
    } catch (MalformedLog e) {
      throw new IllegalArgumentException(WITNESSES + ": " + e.getMessage(), e);
    }
    throw new IllegalArgumentException(
        WITNESSES + " must be verifier keys of witnesses, each with a space and its address");
  }

  static Set<TrustAnchor> authorities(Path file) {
    Set<TrustAnchor> anchors = new HashSet<>();
    try (InputStream in = Files.newInputStream(file)) {
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        anchors.add(new TrustAnchor((X509Certificate) certificate, null));
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException(
          AUTHORITIES + ": the certificates in " + file + " cannot be used", e);
    }
    if (anchors.isEmpty()) {
      throw new IllegalArgumentException(AUTHORITIES + ": " + file + " has no certificate");
    }
    return anchors;
  }
}
