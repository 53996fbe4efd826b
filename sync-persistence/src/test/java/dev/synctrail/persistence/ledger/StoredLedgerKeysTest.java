package dev.synctrail.persistence.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.ledger.KeyHistory;
import dev.synctrail.ledger.KeyRecord;
import dev.synctrail.ledger.LedgerKey;
import dev.synctrail.ledger.LedgerKeyMissing;
import dev.synctrail.ledger.LedgerKeys;
import dev.synctrail.tlog.Note;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredLedgerKeysTest {
  private static final KeyPair PAIR = pair();
  private static final String PEM = pem(PAIR);

  @TempDir Path folder;

  @Test
  void reads_a_pem_file() throws IOException {
    LedgerKey key = keys(file(PEM), "log.example/trail", null).current();

    assertThat(key.origin()).isEqualTo("log.example/trail");
    assertThat(PAIR.getPublic().getEncoded()).endsWith(key.verifier().bytes());
    assertThat(key.verifier().verifies(key.sign("text\n"))).isTrue();
  }

  @Test
  void is_named_by_its_hash_unless_it_has_a_name() throws IOException {
    assertThat(keys(file(PEM), null, null).current().origin()).matches("synctrail/[0-9a-f]{16}");
  }

  @Test
  void keeps_its_name_when_the_key_is_replaced() throws IOException {
    String former = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    LedgerKeys keys = keys(file(PEM), null, former);

    assertThat(keys.current().origin()).isEqualTo("PeterNeumann");
    assertThat(keys.trusted()).extracting(Object::toString).contains(former).hasSize(2);
  }

  @Test
  void says_in_one_line_what_is_wrong() throws IOException {
    assertThatThrownBy(() -> keys(null, null, null).current())
        .isInstanceOf(LedgerKeyMissing.class)
        .hasMessage("The ledger has no key: set sync.ledger.key or sync.ledger.keystore");
    assertThatThrownBy(() -> keys(folder.resolve("none"), null, null).current())
        .isInstanceOf(LedgerKeyMissing.class)
        .hasMessageEndingWith("none (sync.ledger.key) cannot be read: there is no such file");
    Path text = file("text");
    assertThatThrownBy(() -> keys(text, null, null).current())
        .isInstanceOf(LedgerKeyMissing.class)
        .hasMessageEndingWith("(sync.ledger.key) is not a PEM file of a private key");
    Path other = file("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    assertThatThrownBy(() -> keys(other, null, null).current())
        .isInstanceOf(LedgerKeyMissing.class)
        .hasMessageContaining("(sync.ledger.key) cannot be read: ");
    LedgerKeys wrong = keys(file(PEM), null, "x");
    assertThatThrownBy(wrong::trusted)
        .isInstanceOf(LedgerKeyMissing.class)
        .hasMessage("sync.ledger.former-keys: A verifier key is written name+hash+key");
  }

  @Test
  void another_key_than_that_of_the_ledger_is_refused_unless_it_replaces_it() throws IOException {
    Path first = file(PEM);
    Path second = file(pem(pair()));
    LedgerKey key = recorded(first, null, history()).current();
    Note note = key.sign(new KeyRecord(Instant.EPOCH, key.verifier(), null).text());

    LedgerKeys wrong = recorded(second, null, history(note));
    assertThatThrownBy(wrong::current)
        .isInstanceOf(LedgerKeyMissing.class)
        .hasMessageContaining("The key is not the one of this ledger, " + key.verifier());
    assertThat(wrong.areAvailable()).isFalse();
    LedgerKeys replacing = recorded(second, first, history(note));
    assertThat(replacing.previous().orElseThrow().verifier()).isEqualTo(key.verifier());
    assertThat(replacing.current().origin()).isEqualTo(key.origin());
    assertThat(replacing.trusted()).containsExactly(key.verifier(), replacing.current().verifier());
    KeyRecord record = new KeyRecord(Instant.EPOCH, replacing.current().verifier(), key.verifier());
    LedgerKeys replaced = recorded(second, null, history(note, replacing.sign(record.text())));
    assertThat(replaced.previous()).isEmpty();
    assertThat(replaced.trusted()).isEqualTo(replacing.trusted());
  }

  @Test
  void finds_a_key_that_appears_later() throws IOException {
    Path file = folder.resolve("later.pem");
    LedgerKeys keys = keys(file, null, null);
    assertThatThrownBy(keys::current).isInstanceOf(LedgerKeyMissing.class);

    Files.writeString(file, PEM);

    assertThat(keys.current()).isSameAs(keys.current());
  }

  @Test
  void reads_the_key_of_a_pkcs12_file() throws Exception {
    Path file = folder.resolve("ledger.p12");
    keytool(
        "-genkeypair -keyalg Ed25519 -alias ledger -dname CN=ledger -storetype PKCS12"
            + " -storepass secret -keystore "
            + file);

    LedgerKey key = keys(file, "secret").current();

    assertThat(key.verifier().verifies(key.sign("text\n"))).isTrue();
    assertThatThrownBy(() -> keys(file, "wrong").current())
        .isInstanceOf(LedgerKeyMissing.class)
        .hasMessageContaining("(sync.ledger.keystore) cannot be read: ");
  }

  private static LedgerKeys keys(Path keystore, String password) {
    return new StoredLedgerKeys(
        Optional.empty(),
        Optional.of(keystore.toString()),
        Optional.of(password),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        history());
  }

  private static void keytool(String arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(arguments.split(" ", -1)));
    command.add(0, Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private static String pem(KeyPair pair) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  private static KeyPair pair() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private Path file(String content) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "key", ".pem"), content);
  }

  private static LedgerKeys keys(
      @Nullable Path pem, @Nullable String origin, @Nullable String former) {
    return new StoredLedgerKeys(
        Optional.ofNullable(pem).map(Path::toString),
        Optional.empty(),
        Optional.empty(),
        Optional.ofNullable(origin),
        Optional.empty(),
        Optional.ofNullable(former),
        history());
  }

  private static LedgerKeys recorded(Path pem, @Nullable Path previous, KeyHistory history) {
    return new StoredLedgerKeys(
        Optional.of(pem.toString()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.ofNullable(previous).map(Path::toString),
        Optional.empty(),
        history);
  }

  private static KeyHistory history(Note... notes) {
    return new KeyHistory() {
      @Override
      public List<Note> notes() {
        return List.of(notes);
      }

      @Override
      public void add(KeyRecord added, Note note) {
        throw new UnsupportedOperationException();
      }
    };
  }
}
