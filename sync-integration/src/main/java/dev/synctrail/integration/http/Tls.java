package dev.synctrail.integration.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collections;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.ssl.SSLContextBuilder;
import org.jspecify.annotations.Nullable;

/**
 * TLS of outgoing connections: trusted certificates in addition to those of the JDK, and the client
 * certificate of this server.
 */
final class Tls {
  private Tls() {}

  /**
   * Reads the configured files.
   *
   * @throws IllegalArgumentException naming the file that cannot be used
   */
  static TlsSocketStrategy strategy(HttpSettings settings) {
    return ClientTlsStrategyBuilder.create().setSslContext(context(settings)).buildClassic();
  }

  private static SSLContext context(HttpSettings settings) {
    Path reading = null;
    try {
      SSLContextBuilder builder = SSLContextBuilder.create();
      if (settings.authorities() != null || settings.trustStore() != null) {
        KeyStore trusted = jdk();
        if (settings.authorities() != null) {
          reading = settings.authorities();
          addPem(trusted, reading);
        }
        if (settings.trustStore() != null) {
          reading = settings.trustStore();
          addAll(trusted, load(reading, settings.trustStorePassword()));
        }
        builder.loadTrustMaterial(trusted, null);
      }
      if (settings.clientCertificate() != null) {
        reading = settings.clientCertificate();
        char[] password = password(settings.clientCertificatePassword());
        builder.loadKeyMaterial(
            load(reading, settings.clientCertificatePassword()),
            password == null ? new char[0] : password);
      }
      return builder.build();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(
          "The certificates in " + reading + " cannot be used: " + e.getMessage(), e);
    }
  }

  private static KeyStore jdk() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        for (X509Certificate certificate : x509.getAcceptedIssuers()) {
          add(store, certificate);
        }
      }
    }
    return store;
  }

  private static void addPem(KeyStore store, Path file)
      throws GeneralSecurityException, IOException {
    try (InputStream in = Files.newInputStream(file)) {
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        add(store, certificate);
      }
    }
  }

  private static void addAll(KeyStore store, KeyStore more) throws GeneralSecurityException {
    for (String alias : Collections.list(more.aliases())) {
      Certificate certificate = more.getCertificate(alias);
      if (certificate != null) {
        add(store, certificate);
      }
    }
  }

  private static void add(KeyStore store, Certificate certificate) throws GeneralSecurityException {
    store.setCertificateEntry("trusted-" + store.size(), certificate);
  }

  private static KeyStore load(Path file, @Nullable String password)
      throws GeneralSecurityException, IOException {
    return KeyStore.getInstance(file.toFile(), password(password));
  }

  private static char @Nullable [] password(@Nullable String password) {
    return password == null ? null : password.toCharArray();
  }
}
