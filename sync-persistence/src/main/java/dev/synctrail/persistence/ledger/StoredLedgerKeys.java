package dev.synctrail.persistence.ledger;

import dev.synctrail.ledger.KeyHistory;
import dev.synctrail.ledger.KeyRecord;
import dev.synctrail.ledger.LedgerAltered;
import dev.synctrail.ledger.LedgerKey;
import dev.synctrail.ledger.LedgerKeyMissing;
import dev.synctrail.ledger.LedgerKeys;
import dev.synctrail.tlog.MalformedLog;
import dev.synctrail.tlog.Note;
import dev.synctrail.tlog.VerifierKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Reads the private key from a file, never from the database. A key that is missing is looked for
 * again, so that the server need not be restarted.
 */
@ApplicationScoped
public class StoredLedgerKeys implements LedgerKeys {
  private static final Logger LOG = System.getLogger(StoredLedgerKeys.class.getName());
  private static final int FINGERPRINT = 16;

  private final Optional<String> pem;
  private final Optional<String> keystore;
  private final Optional<String> password;
  private final Optional<String> origin;
  private final Optional<String> previous;
  private final List<String> former;
  private final KeyHistory history;
  private final AtomicBoolean reported = new AtomicBoolean();
  private volatile @Nullable Keys read;

  @Inject
  public StoredLedgerKeys(
      @ConfigProperty(name = "sync.ledger.key") Optional<String> pem,
      @ConfigProperty(name = "sync.ledger.keystore") Optional<String> keystore,
      @ConfigProperty(name = "sync.ledger.keystore-password") Optional<String> password,
      @ConfigProperty(name = "sync.ledger.origin") Optional<String> origin,
      @ConfigProperty(name = "sync.ledger.previous-key") Optional<String> previous,
      @ConfigProperty(name = "sync.ledger.former-keys") Optional<String> former,
      KeyHistory history) {
    this.pem = pem;
    this.keystore = keystore;
    this.password = password;
    this.origin = origin;
    this.previous = previous;
    this.former =
        former
            .map(keys -> Stream.of(keys.split(",", -1)).map(String::strip).toList())
            .orElse(List.of());
    this.history = history;
  }

  @Override
  public LedgerKey current() {
    return keys().current;
  }

  @Override
  public Optional<LedgerKey> previous() {
    return Optional.ofNullable(keys().previous);
  }

  @Override
  public List<VerifierKey> trusted() {
    return keys().trusted;
  }

  private Keys keys() {
    Keys keys = read;
    if (keys == null) {
      keys = readOrReport();
      read = keys;
    }
    return keys;
  }

  /** Everything that is recorded asks for the key, so a missing one is reported only once. */
  private Keys readOrReport() {
    try {
      return read();
    } catch (LedgerKeyMissing e) {
      if (reported.compareAndSet(false, true)) {
        LOG.log(Level.ERROR, "Nothing can be recorded or pushed: {0}", e.getMessage());
      }
      throw e;
    }
  }

  private Keys read() {
    Ed25519Key key;
    if (pem.isPresent()) {
      key = Ed25519Key.ofPem(Path.of(pem.get()), "sync.ledger.key");
    } else if (keystore.isPresent()) {
      key = Ed25519Key.ofPkcs12(Path.of(keystore.get()), password.orElse("").toCharArray());
    } else {
      throw new LedgerKeyMissing(
          "The ledger has no key: set sync.ledger.key or sync.ledger.keystore");
    }
    Optional<Ed25519Key> replaced =
        previous.map(file -> Ed25519Key.ofPem(Path.of(file), "sync.ledger.previous-key"));
    List<Note> notes = notes();
    List<VerifierKey> formerKeys = formerKeys();
    String name = origin.orElseGet(() -> name(notes, formerKeys, replaced.orElse(key)));
    return keys(
        key.named(name), replaced.map(one -> one.named(name)).orElse(null), formerKeys, notes);
  }

  private List<Note> notes() {
    try {
      return history.notes();
    } catch (LedgerAltered e) {
      throw new LedgerKeyMissing(String.valueOf(e.getMessage()));
    }
  }

  /** The name stays when the key is replaced. */
  private static String name(List<Note> notes, List<VerifierKey> former, Ed25519Key first) {
    if (!notes.isEmpty()) {
      return KeyRecord.parse(notes.get(0).text()).key().name();
    }
    return former.isEmpty()
        ? "synctrail/" + first.fingerprint().substring(0, FINGERPRINT)
        : former.get(0).name();
  }

  private static Keys keys(
      LedgerKey current, @Nullable LedgerKey previous, List<VerifierKey> former, List<Note> notes) {
    List<VerifierKey> own = new ArrayList<>(former);
    if (previous != null) {
      own.add(previous.verifier());
    }
    own.add(current.verifier());
    if (!notes.isEmpty()) {
      VerifierKey last = KeyRecord.parse(notes.get(notes.size() - 1).text()).key();
      if (!own.contains(last)) {
        throw new LedgerKeyMissing(
            "The key is not the one of this ledger, "
                + last
                + ". To replace that one, set sync.ledger.previous-key to its file, or, if it is"
                + " lost, sync.ledger.former-keys to this text");
      }
    }
    Set<VerifierKey> trusted = new LinkedHashSet<>();
    own.forEach(key -> trusted.addAll(KeyRecord.chain(key, notes)));
    return new Keys(current, previous, List.copyOf(trusted));
  }

  private List<VerifierKey> formerKeys() {
    try {
      return former.stream().map(VerifierKey::parse).toList();
    } catch (MalformedLog e) {
      throw new LedgerKeyMissing("sync.ledger.former-keys: " + e.getMessage());
    }
  }

  private record Keys(LedgerKey current, @Nullable LedgerKey previous, List<VerifierKey> trusted) {}
}
