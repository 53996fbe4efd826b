package dev.synctrail.evidence;

import dev.synctrail.anchor.Anchor;
import dev.synctrail.anchor.AnchorKind;
import dev.synctrail.evidence.BundleInput.Content;
import dev.synctrail.ledger.Commitment;
import dev.synctrail.ledger.EvidenceBundles;
import dev.synctrail.ledger.Fact;
import dev.synctrail.ledger.LedgerEntry;
import dev.synctrail.ledger.LedgerEvidence;
import dev.synctrail.ledger.LedgerEvidence.Value;
import dev.synctrail.ledger.LedgerKey;
import dev.synctrail.ledger.Salt;
import dev.synctrail.ledger.TestKey;
import dev.synctrail.tlog.Checkpoint;
import dev.synctrail.tlog.Hash;
import dev.synctrail.tlog.LogTile;
import dev.synctrail.tlog.Note;
import dev.synctrail.tlog.Tree;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A bundle with two of seven leaves: a sync that succeeds, and its purge. */
final class SmallBundle implements LedgerEvidence {
  static final UUID SYNC = UUID.fromString("019acd0f-3b80-7000-8000-00000000000a");
  private static final String PURGE = "019acd0f-3b80-7000-8000-00000000000b";
  static final byte[] PAYLOAD = "{\"title\":\"<script>\"}".getBytes(StandardCharsets.UTF_8);
  private static final Instant AT = Instant.parse("2026-11-30T18:00:00Z");

  private final LedgerKey key;
  private final Salt salt = Salt.of(new byte[Salt.LENGTH]);
  private final Commitment payload = Commitment.of(salt, PAYLOAD);
  private final List<byte[]> entries = new ArrayList<>();
  private final Map<LogTile, byte[]> tiles = new HashMap<>();
  private final Note checkpoint;
  private final Closing closing;
  private List<Anchor> anchors = List.of();

  SmallBundle(LedgerKey key, Closing closing) {
    this.key = key;
    this.closing = closing;
    Tree tree = Tree.empty();
    for (int i = 0; i < 7; i++) {
      entries.add(new LedgerEntry(new UUID(i, i), AT.plusSeconds(i), facts(i)).bytes());
      tree.append(Hash.ofLeaf(entries.get(i)));
    }
    tiles.putAll(tree.takeChanges());
    checkpoint = key.sign(Checkpoint.of(key.origin(), tree).text());
  }

  private List<Fact> facts(int leaf) {
    JsonObject key = Json.createObjectBuilder().add("id", SYNC.toString()).build();
    return switch (leaf) {
      case 2 ->
          List.of(
              new Fact(
                  "sync",
                  key,
                  row("SUCCESS").build(),
                  Map.of(
                      "reason",
                      Commitment.of(salt, "release <42>"),
                      "sent_checksum",
                      payload,
                      "actor",
                      Commitment.of(salt, "ann"))));
      case 5 ->
          List.of(
              new Fact(
                  "sync",
                  key,
                  row("SUCCESS").add("purged_at", AT.toString()).add("purge_id", PURGE).build(),
                  Map.of()),
              new Fact(
                  "purge",
                  Json.createObjectBuilder().add("id", PURGE).build(),
                  Json.createObjectBuilder().build(),
                  Map.of("reason", Commitment.of(salt, "older than 90 days\u001b[2J"))));
      default -> List.of(Fact.deletion("pin", key));
    };
  }

  private static jakarta.json.JsonObjectBuilder row(String status) {
    return Json.createObjectBuilder()
        .add("direction", "PUSH")
        .add("type_key", "ArticlePage")
        .add("platform", "dev")
        .add("status", status);
  }

  @Override
  public void read(Set<UUID> subjects, boolean content, Sink sink) throws IOException {
    sink.begin(checkpoint, anchors);
    sink.leaf(
        2,
        entries.get(2),
        List.of(
            Value.of(0, "reason", salt, "release <42>"),
            Value.of(0, "sent_checksum", payload),
            Value.of(0, "actor", closing)));
    sink.payload(payload, salt, PAYLOAD);
    sink.leaf(
        5, entries.get(5), List.of(Value.of(1, "reason", salt, "older than 90 days\u001b[2J")));
  }

  /** Adds what a witness and a time stamp authority have signed. */
  SmallBundle anchored(String cosignature, String stamp) {
    anchors =
        List.of(anchor(AnchorKind.WITNESS, cosignature), anchor(AnchorKind.TIME_STAMP, stamp));
    return this;
  }

  private Anchor anchor(AnchorKind kind, String proof) {
    return new Anchor(SYNC, kind, "place", 7, checkpoint, 0, AT, null, "", null)
        .anchored(proof, AT);
  }

  Note checkpoint() {
    return checkpoint;
  }

  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      new EvidenceBundles(this, all -> tiles, TestKey.only(key), Clock.fixed(AT, ZoneOffset.UTC))
          .write(new EvidenceBundles.Request("the sync " + SYNC, List.of(SYNC), null, true), out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  static Map<String, byte[]> files(byte[] bundle) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try {
      BundleInput input = new BundleInput(new ByteArrayInputStream(bundle));
      for (Content file = input.next(); file != null; file = input.next()) {
        files.put(file.name(), file.bytes());
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return files;
  }

  static byte[] zip(Map<String, byte[]> files) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BundleOutput zip = new BundleOutput(out);
    try {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.add(file.getKey(), file.getValue());
      }
      zip.finish();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }
}
