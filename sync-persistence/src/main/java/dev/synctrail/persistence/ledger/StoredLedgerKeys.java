package dev.synctrail.persistence.ledger;

import dev.synctrail.ledger.LedgerKey;
import dev.synctrail.ledger.LedgerKeyMissing;
import dev.synctrail.ledger.LedgerKeys;
import dev.synctrail.tlog.MalformedLog;
import dev.synctrail.tlog.VerifierKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  private final List<String> former;
  private final AtomicBoolean reported = new AtomicBoolean();
  private volatile @Nullable LedgerKey read;

  @Inject
  public StoredLedgerKeys(
      @ConfigProperty(name = "sync.ledger.key") Optional<String> pem,
      @ConfigProperty(name = "sync.ledger.keystore") Optional<String> keystore,
      @ConfigProperty(name = "sync.ledger.keystore-password") Optional<String> password,
      @ConfigProperty(name = "sync.ledger.origin") Optional<String> origin,
      @ConfigProperty(name = "sync.ledger.former-keys") Optional<String> former) {
    this.pem = pem;
    this.keystore = keystore;
    this.password = password;
    this.origin = origin;
    this.former =
        former
            .map(keys -> Stream.of(keys.split(",", -1)).map(String::strip).toList())
            .orElse(List.of());
  }

  @Override
  public LedgerKey current() {
    LedgerKey key = read;
    if (key == null) {
      key = readOrReport();
      read = key;
    }
    return key;
  }

  /** Everything that is recorded asks for the key, so a missing one is reported only once. */
  private LedgerKey readOrReport() {
    try {
      return read();
    } catch (LedgerKeyMissing e) {
      if (reported.compareAndSet(false, true)) {
        LOG.log(Level.ERROR, "Nothing can be recorded or pushed: {0}", e.getMessage());
      }
      throw e;
    }
  }

  private LedgerKey read() {
    Ed25519Key key;
    if (pem.isPresent()) {
      key = Ed25519Key.ofPem(Path.of(pem.get()));
    } else if (keystore.isPresent()) {
      key = Ed25519Key.ofPkcs12(Path.of(keystore.get()), password.orElse("").toCharArray());
    } else {
      throw new LedgerKeyMissing(
          "The ledger has no key: set sync.ledger.key or sync.ledger.keystore");
    }
    return key.named(origin.orElseGet(() -> defaultOrigin(key)));
  }

  /** The name stays when the key is replaced. */
  private String defaultOrigin(Ed25519Key key) {
    return former.isEmpty()
        ? "synctrail/" + key.fingerprint().substring(0, FINGERPRINT)
        : formerKeys().get(0).name();
  }

  @Override
  public List<VerifierKey> trusted() {
    List<VerifierKey> keys = new ArrayList<>(formerKeys());
    keys.add(current().verifier());
    return keys;
  }

  private List<VerifierKey> formerKeys() {
    try {
      return former.stream().map(VerifierKey::parse).toList();
    } catch (MalformedLog e) {
      throw new LedgerKeyMissing("sync.ledger.former-keys: " + e.getMessage());
    }
  }
}
