package dev.synctrail.integration.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.integration.contract.RecordingLog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.hc.core5.http.ExceptionListener;
import org.apache.hc.core5.http.impl.bootstrap.HttpServer;
import org.apache.hc.core5.http.impl.bootstrap.ServerBootstrap;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.ssl.SSLContextBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  private static final String PASSWORD = "changeit";

  @TempDir Path files;
  private final Fixture fixture = new Fixture();
  private final List<HttpServer> servers = new ArrayList<>();

  @BeforeEach
  void makeCertificates() throws Exception {
    makeStore("server");
    makeStore("client");
    KeyStore store = KeyStore.getInstance(files.resolve("server").toFile(), PASSWORD.toCharArray());
    String encoded =
        Base64.getMimeEncoder(64, new byte[] {'\n'})
            .encodeToString(store.getCertificate("server").getEncoded());
    Files.writeString(
        files.resolve("server.pem"),
        "-----BEGIN CERTIFICATE-----\n" + encoded + "\n-----END CERTIFICATE-----\n");
  }

  private void makeStore(String name) throws IOException, InterruptedException {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                files.resolve(name).toString(),
                "-storepass",
                PASSWORD)
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
  }

  @AfterEach
  void close() {
    servers.forEach(server -> server.close(CloseMode.IMMEDIATE));
  }

  private URI serve(boolean clientNeeded) throws Exception {
    char[] password = PASSWORD.toCharArray();
    HttpServer server =
        ServerBootstrap.bootstrap()
            .setLocalAddress(InetAddress.getLoopbackAddress())
            .setSslContext(
                SSLContextBuilder.create()
                    .loadKeyMaterial(files.resolve("server"), password, password)
                    .loadTrustMaterial(files.resolve("client"), password)
                    .build())
            .setSslSetupHandler(parameters -> parameters.setNeedClientAuth(clientNeeded))
            .setExceptionListener(ExceptionListener.NO_OP)
            .setRequestRouter(
                (request, context) -> (handled, response, within) -> response.setCode(204))
            .create();
    server.start();
    servers.add(server);
    return URI.create("https://127.0.0.1:" + server.getLocalPort() + "/");
  }

  private ExchangeResult get(URI url) {
    return fixture
        .http()
        .exchange(
            Fixture.platform("one"),
            new RecordingLog(),
            RequestPurpose.READ,
            Outgoing.of("GET", url));
  }

  @Test
  void rejects_an_untrusted_certificate() throws Exception {
    ExchangeResult ended = get(serve(false));
    Failure failure = Optional.ofNullable(ended.failure()).orElseThrow();
    assertThat(failure.failureClass()).isEqualTo(FailureClass.CONNECT_FAILED);
    assertThat(failure.message()).contains("TLS");
    assertThat(ended.left()).isFalse();
  }

  @Test
  void trusts_authorities_from_a_pem_file_and_from_a_store() throws Exception {
    URI url = serve(false);
    fixture.with("sync.http.authorities", files.resolve("server.pem"));
    assertThat(get(url).status()).isEqualTo(204);
    fixture.config.clear();
    fixture
        .with("sync.http.trust-store", files.resolve("server"))
        .with("sync.http.trust-store-password", PASSWORD);
    assertThat(get(url).status()).isEqualTo(204);
  }

  @Test
  void sends_its_client_certificate_when_configured() throws Exception {
    URI url = serve(true);
    fixture.with("sync.http.authorities", files.resolve("server.pem"));
    assertThat(get(url).failure()).isNotNull();
    fixture
        .with("sync.http.client-certificate", files.resolve("client"))
        .with("sync.http.client-certificate-password", PASSWORD);
    assertThat(get(url).status()).isEqualTo(204);
  }

  @Test
  void the_error_for_an_unusable_file_names_it_and_hides_the_password() {
    fixture
        .with("sync.http.client-certificate", files.resolve("client"))
        .with("sync.http.client-certificate-password", "not-it");
    HttpSettings settings = HttpSettings.from(fixture.values());
    assertThat(settings.toString()).doesNotContain("not-it");
    assertThatThrownBy(() -> Tls.strategy(settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("client")
        .hasMessageNotContaining("not-it");
  }
}
