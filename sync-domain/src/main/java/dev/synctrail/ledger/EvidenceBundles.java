package dev.synctrail.ledger;

import dev.synctrail.anchor.Anchor;
import dev.synctrail.anchor.AnchorKind;
import dev.synctrail.evidence.BundleOutput;
import dev.synctrail.json.CanonicalJson;
import dev.synctrail.tlog.Checkpoint;
import dev.synctrail.tlog.LogTiles;
import dev.synctrail.tlog.Note;
import dev.synctrail.tlog.Proofs;
import dev.synctrail.tlog.TlogProof;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes evidence bundles: what the ledger has about syncs, with everything to verify it offline.
 */
@ApplicationScoped
public class EvidenceBundles {
  private static final JsonBuilderFactory BUILDERS = Json.createBuilderFactory(Map.of());
  private static final int SCHEMA = 1;

  /** The sequencer runs every second. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private static final long PAUSE_MS = 200;

  private final LedgerEvidence evidence;
  private final LogTiles tiles;
  private final LedgerKeys keys;
  private final Clock clock;

  @Inject
  public EvidenceBundles(LedgerEvidence evidence, LogTiles tiles, LedgerKeys keys, Clock clock) {
    this.evidence = evidence;
    this.tiles = tiles;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * Writes a bundle. Entries that wait for the sequencer are awaited for a few seconds.
   *
   * @throws NotSequenced before anything is written, if they still wait
   * @throws EvidenceTooLarge before anything is written
   * @throws LedgerKeyMissing if there is no key
   */
  public void write(Request request, OutputStream out) throws IOException {
    Set<UUID> subjects = new TreeSet<>(request.syncs);
    if (request.run != null) {
      subjects.add(request.run);
    }
    Bundle bundle = new Bundle(request, out);
    Instant patient = clock.instant().plus(PATIENCE);
    while (!read(subjects, request, bundle, patient)) {
      pause();
    }
    bundle.finish();
  }

  private boolean read(Set<UUID> subjects, Request request, Bundle bundle, Instant patient)
      throws IOException {
    try {
      evidence.read(subjects, request.content, bundle);
      return true;
    } catch (NotSequenced e) {
      if (clock.instant().isAfter(patient)) {
        throw e;
      }
      return false;
    }
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The server stops", e);
    }
  }

  /**
   * What a bundle is about.
   *
   * @param filter the filter that chose the syncs, for readers
   * @param syncs the ids of the syncs
   * @param run the run whose own entries belong to it too
   * @param content whether it contains values and payloads
   */
  public record Request(String filter, List<UUID> syncs, @Nullable UUID run, boolean content) {
    public Request {
      syncs = List.copyOf(syncs);
    }
  }

  /** Writes the files of one bundle. */
  private final class Bundle implements LedgerEvidence.Sink {
    private final Request request;
    private final BundleOutput files;
    private final Instant made = clock.instant();
    private final EvidencePage page;
    private final Proofs proofs = new Proofs(LedgerProofs.cached(tiles));
    private @Nullable Note note;

    Bundle(Request request, OutputStream out) {
      this.request = request;
      this.files = new BundleOutput(out);
      this.page = new EvidencePage(request, made);
    }

    @Override
    public void begin(Note signed, List<Anchor> anchors) throws IOException {
      Note checkpoint = signed;
      for (Anchor anchor : anchors) {
        checkpoint = anchor.cosigning(checkpoint);
      }
      note = checkpoint;
      files.add("README.txt", readme());
      StringBuilder trusted = new StringBuilder();
      keys.trusted().forEach(key -> trusted.append(key).append('\n'));
      files.add("keys", utf8(trusted.toString()));
      files.add("checkpoint", utf8(checkpoint.toString()));
      int stamps = 0;
      for (Anchor anchor : anchors) {
        if (anchor.kind() == AnchorKind.TIME_STAMP) {
          files.add("anchors/" + stamps + ".tsr", Base64.getDecoder().decode(anchor.proof()));
          stamps++;
        }
      }
      page.begin(checkpoint, trusted.toString());
    }

    @Override
    public void leaf(long leaf, byte[] entry, List<LedgerEvidence.Value> values)
        throws IOException {
      Note checkpoint = Objects.requireNonNull(note);
      files.add("entries/" + leaf + ".json", entry);
      long size = Checkpoint.parse(checkpoint.text()).size();
      files.add(
          "proofs/" + leaf + ".tlog-proof",
          utf8(new TlogProof(proofs.inclusion(leaf, size), checkpoint).toString()));
      files.add("records/" + leaf + ".json", record(leaf, values));
      page.leaf(leaf, LedgerEntry.parse(entry), values);
    }

    @Override
    public void payload(Commitment commitment, Salt salt, byte[] bytes) throws IOException {
      files.add("payloads/" + commitment + ".salt", salt.bytes());
      files.add("payloads/" + commitment, bytes);
    }

    void finish() throws IOException {
      files.add("index.html", utf8(page.end()));
      byte[] manifest = manifest();
      files.add("manifest.json", manifest);
      LedgerKey key = keys.current();
      files.add(
          "signature", utf8(key.sign(BundleOutput.signed(key.origin(), manifest)).toString()));
      files.finish();
    }

    private byte[] manifest() {
      JsonArrayBuilder syncs = BUILDERS.createArrayBuilder();
      request.syncs.forEach(sync -> syncs.add(sync.toString()));
      JsonArrayBuilder all = BUILDERS.createArrayBuilder();
      files
          .files()
          .forEach(
              file ->
                  all.add(
                      BUILDERS
                          .createObjectBuilder()
                          .add("name", file.name())
                          .add("size", file.size())
                          .add("sha256", file.sha256())));
      return CanonicalJson.of(
          BUILDERS
              .createObjectBuilder()
              .add("schema", SCHEMA)
              .add("made", made.toString())
              .add("filter", request.filter)
              .add("content", request.content)
              .add("syncs", syncs)
              .add("files", all)
              .build());
    }
  }

  private static byte[] record(long leaf, List<LedgerEvidence.Value> values) {
    JsonArrayBuilder all = BUILDERS.createArrayBuilder();
    for (LedgerEvidence.Value value : values) {
      JsonObjectBuilder json =
          BUILDERS.createObjectBuilder().add("fact", value.fact()).add("column", value.column());
      if (value.closed() != null) {
        json.add("closed", value.closed().name());
      } else if (value.payload() != null) {
        json.add("payload", value.payload().hex());
      } else {
        json.add("salt", Objects.requireNonNull(value.salt()).hex())
            .add("value", Objects.requireNonNull(value.text()));
      }
      all.add(json);
    }
    return CanonicalJson.of(
        BUILDERS.createObjectBuilder().add("leaf", leaf).add("values", all).build());
  }

  private static byte[] readme() throws IOException {
    try (InputStream text =
        Objects.requireNonNull(EvidenceBundles.class.getResourceAsStream("evidence-readme.txt"))) {
      return text.readAllBytes();
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
