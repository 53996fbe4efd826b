package dev.synctrail.integration.anchor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.anchor.AnchorFailed;
import dev.synctrail.integration.anchor.Place.Answer;
import dev.synctrail.integration.anchor.Place.Request;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.TrustAnchor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimeStampAuthorityTest {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final String OTHER_AUTHORITY =
      "no certificate of sync.ledger.anchor.time-stamp.authorities has issued that of the"
          + " authority";

  @TempDir Path folder;

  private final Place place = new Place();
  private final TestLog log = new TestLog().grow("entry", 7);
  private final StandInAuthority standIn = new StandInAuthority();

  @AfterEach
  void stop() {
    place.close();
  }

  /** The commands of docs/proof.md verify what is kept. */
  @Test
  void a_time_stamp_of_openssl_is_verified_by_us_and_by_openssl() throws Exception {
    run(
        """
        openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=ca
        openssl req -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr -subj /CN=tsa
        printf 'extendedKeyUsage=critical,timeStamping\\n' > tsa.ext
        openssl x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 \\
          -extfile tsa.ext -out tsa.pem
        printf '%s\\n' '[tsa]' 'default_tsa=a' '[a]' 'serial=serial' 'signer_cert=tsa.pem' \\
          'signer_key=tsa.key' 'signer_digest=sha256' 'default_policy=1.2.3.4' \\
          'digests=sha256' 'ess_cert_id_alg=sha256' > tsa.cnf
        echo 01 > serial
        """);
    place.answers(
        request -> {
          Files.write(folder.resolve("query"), request.body().getBytes(ISO_8859_1));
          run("openssl ts -reply -config tsa.cnf -queryfile query -out reply");
          return Answer.of(200, Files.readAllBytes(folder.resolve("reply")));
        });
    Set<TrustAnchor> pinned = ConfiguredAnchors.authorities(folder.resolve("ca.pem"));

    String proof = authority(pinned).anchor(log.submission(0));

    assertThat(place.requests())
        .singleElement()
        .satisfies(
            request -> {
              assertThat(request.line()).isEqualTo("POST /tsr");
              assertThat(request.mediaType()).isEqualTo("application/timestamp-query");
            });
    Files.write(folder.resolve("authority.tsr"), Base64.getDecoder().decode(proof));
    Files.writeString(folder.resolve("checkpoint"), log.checkpoint().toString());
    assertThat(
            run(
                """
                sed '/^$/,$d' checkpoint > text
                openssl ts -verify -data text -in authority.tsr -CAfile ca.pem
                openssl ts -reply -in authority.tsr -text
                """))
        .contains("Verification: OK", "Time stamp: ");
    assertFails(authority(standIn.anchors()), OTHER_AUTHORITY);
  }

  @Test
  void a_time_stamp_that_is_right_is_kept() throws IOException {
    place.answers(request -> Answer.of(200, standIn.stamp(read(request), CLOCK.instant())));

    assertThat(authority(standIn.anchors()).anchor(log.submission(0))).isNotEmpty();
    assertThat(authority(Set.of()).anchor(log.submission(0))).isNotEmpty();
    assertFails(authority(new StandInAuthority().anchors()), OTHER_AUTHORITY);
    assertThat(authority(Set.of()).name()).isEqualTo(place.uri("/tsr").getAuthority() + "/tsr");
  }

  @Test
  void a_hostile_authority_is_not_believed() {
    Instant now = CLOCK.instant();
    TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
    generator.setCertReq(true);
    answers(
        request ->
            standIn.stamp(
                generator.generate(TSPAlgorithms.SHA256, new byte[32], read(request).getNonce()),
                now),
        "different message imprint digest");
    answers(
        request ->
            standIn.stamp(
                generator.generate(
                    TSPAlgorithms.SHA256, read(request).getMessageImprintDigest(), BigInteger.TEN),
                now),
        "nonce");
    byte[] earlier = standIn.stamp(generator.generate(TSPAlgorithms.SHA256, new byte[32]), now);
    answers(request -> earlier, "nonce");
    answers(
        request -> {
          byte[] altered = standIn.stamp(read(request), now);
          altered[altered.length - 1] ^= 1;
          return altered;
        },
        "signature");
    answers(request -> standIn.stampForWeb(read(request), now), "certificate hash does not match");
    answers(
        request -> standIn.stamp(read(request), now.minus(Duration.ofDays(1))),
        "the time of the authority differs from that of this server by more than 5 minutes");
    answers(request -> new byte[0], "the response is not a valid time stamp");
    answers(
        request -> "<html>welcome</html>".getBytes(UTF_8),
        "the response is not a valid time stamp");
    answers(request -> new byte[100_000], "the response is larger than 64 KB");
    place.answers(request -> Answer.of(404, standIn.stamp(read(request), now)));
    assertFails(authority(Set.of()), "status 404");
    place.answers(request -> Answer.of(307, "").with("Location", place.uri("/other").toString()));
    assertFails(authority(Set.of()), "status 307");
  }

  private void answers(Stamping stamping, String failure) {
    place.answers(request -> Answer.of(200, stamping.of(request)));
    assertFails(authority(Set.of()), failure);
  }

  private void assertFails(TimeStampAuthority authority, String failure) {
    assertThatThrownBy(() -> authority.anchor(log.submission(0)))
        .as(failure)
        .isInstanceOf(AnchorFailed.class)
        .hasMessageContaining(failure);
  }

  private TimeStampAuthority authority(Set<TrustAnchor> pinned) {
    return new TimeStampAuthority(place.uri("/tsr"), pinned, Place.http(), CLOCK);
  }

  private static TimeStampRequest read(Request request) throws IOException {
    return new TimeStampRequest(request.body().getBytes(ISO_8859_1));
  }

  private String run(String commands) throws IOException {
    Process process =
        new ProcessBuilder("bash", "-ec", commands)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    try {
      assertThat(process.waitFor()).as(output).isZero();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return output;
  }

  /** Makes a response, right or wrong. */
  private interface Stamping {
    byte[] of(Request request) throws IOException;
  }
}
