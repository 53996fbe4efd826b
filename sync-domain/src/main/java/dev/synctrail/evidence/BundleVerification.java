package dev.synctrail.evidence;

import dev.synctrail.evidence.BundleInput.Content;
import dev.synctrail.evidence.BundleOutput.Listed;
import dev.synctrail.evidence.PlainJson.Members;
import dev.synctrail.tlog.Checkpoint;
import dev.synctrail.tlog.MalformedLog;
import dev.synctrail.tlog.Note;
import dev.synctrail.tlog.TlogProof;
import dev.synctrail.tlog.VerifierKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Verifies one bundle while it is read, and says what that proves.
 *
 * <p>Everything is derived from the keys: one signs the checkpoint, from which each entry is
 * proved, whose commitments prove values and payloads; and one signs the manifest, which lists all
 * files.
 */
final class BundleVerification {
  private static final String ENTRY = "entries/";
  private static final String PROOF = "proofs/";
  private static final String RECORD = "records/";
  private static final String PAYLOAD = "payloads/";
  private static final String SALT = ".salt";
  private static final int SALT_LENGTH = 32;

  private static final String ANCHOR = "anchors/";

  private final List<VerifierKey> trusted;
  private final List<VerifierKey> witnesses;
  private final Map<String, Content> general = new HashMap<>();
  private final List<Listed> files = new ArrayList<>();
  private final Map<String, SyncRecord> syncs = new LinkedHashMap<>();
  private final Map<String, Erasure> erasures = new HashMap<>();
  private final Set<String> payloads = new HashSet<>();
  private final Set<String> payloadsNamed = new HashSet<>();
  private final Map<Closing, Integer> closed = new EnumMap<>(Closing.class);
  private List<VerifierKey> keys = List.of();
  private @Nullable Note checkpoint;
  private @Nullable Entry entry;
  private @Nullable Content salt;
  private int entries;
  private int opened;

  /**
   * @param trusted the keys that are accepted; if empty, those of the bundle are
   * @param witnesses the keys of the witnesses that must have cosigned the checkpoint
   */
  BundleVerification(List<VerifierKey> trusted, List<VerifierKey> witnesses) {
    this.trusted = List.copyOf(trusted);
    this.witnesses = List.copyOf(witnesses);
  }

  /**
   * Verifies a bundle and returns what it proves, line by line.
   *
   * @throws BrokenEvidence if it is not verified
   */
  List<String> report(InputStream in) throws IOException {
    try {
      BundleInput input = new BundleInput(in);
      for (Content file = input.next(); file != null; file = input.next()) {
        take(file);
      }
      return finish();
    } catch (MalformedLog e) {
      throw new BrokenEvidence(String.valueOf(e.getMessage()));
    }
  }

  private void take(Content file) {
    String name = file.name();
    if (general.containsKey("manifest.json") != name.equals("signature")) {
      throw new BrokenEvidence(name + " is not in its place");
    }
    if (name.startsWith(ENTRY)) {
      beginEntry(file);
    } else if (name.startsWith(PROOF)) {
      requireProof(file);
    } else if (name.startsWith(RECORD)) {
      requireRecord(file);
    } else if (name.endsWith(SALT)) {
      salt = file;
    } else if (name.startsWith(PAYLOAD)) {
      requirePayload(file);
    } else {
      general.put(name, file);
      if (name.equals("keys")) {
        keys = keys(file);
      } else if (name.equals("checkpoint")) {
        requireCheckpoint(file);
      }
    }
    if (!name.equals("manifest.json") && !name.equals("signature")) {
      files.add(new Listed(name, file.bytes().length, BundleOutput.sha256(file.bytes())));
    }
  }

  private List<VerifierKey> keys(Content file) {
    List<VerifierKey> all =
        PlainJson.text(file.name(), file.bytes()).lines().map(VerifierKey::parse).toList();
    if (trusted.isEmpty()) {
      return all;
    }
    List<VerifierKey> accepted = all.stream().filter(trusted::contains).toList();
    if (accepted.isEmpty()) {
      throw new BrokenEvidence("None of the keys of the bundle is one that you trust");
    }
    return accepted;
  }

  private void requireCheckpoint(Content file) {
    Note note = Note.parse(PlainJson.text(file.name(), file.bytes()));
    if (keys.isEmpty()) {
      throw new BrokenEvidence("The bundle has no key before its checkpoint");
    }
    signer(note, "The checkpoint");
    checkpoint = note;
  }

  private VerifierKey signer(Note note, String what) {
    return keys.stream()
        .filter(key -> key.verifies(note))
        .findFirst()
        .orElseThrow(() -> new BrokenEvidence(what + " has no valid signature of an accepted key"));
  }

  private static long leaf(String name) {
    return Long.parseLong(name.substring(name.indexOf('/') + 1, name.lastIndexOf('.')));
  }

  private void beginEntry(Content file) {
    if (entry != null) {
      throw new BrokenEvidence(ENTRY + entry.leaf + ".json has no proof or record");
    }
    Members json = PlainJson.object(file.name(), file.bytes());
    if (json.number("schema") != 1) {
      throw new BrokenEvidence(file.name() + " has a schema that this verifier does not know");
    }
    List<Members> facts = json.objects("facts");
    entry = new Entry(leaf(file.name()), file.bytes(), json.text("at"), facts);
  }

  private Entry entryOf(Content file) {
    if (entry == null || entry.leaf != leaf(file.name())) {
      throw new BrokenEvidence(file.name() + " does not follow its entry");
    }
    return entry;
  }

  private void requireProof(Content file) {
    Entry about = entryOf(file);
    TlogProof proof = TlogProof.parse(PlainJson.text(file.name(), file.bytes()));
    if (checkpoint == null || !proof.checkpoint().equals(checkpoint)) {
      throw new BrokenEvidence(file.name() + " is not about the checkpoint of the bundle");
    }
    if (proof.proof().leaf() != about.leaf || !proof.proves(about.bytes)) {
      throw new BrokenEvidence(
          ENTRY + about.leaf + ".json is not what the ledger has: its proof does not match");
    }
    about.proved = true;
  }

  private void requireRecord(Content file) {
    Entry about = entryOf(file);
    if (!about.proved) {
      throw new BrokenEvidence(ENTRY + about.leaf + ".json has no proof");
    }
    Members json = PlainJson.object(file.name(), file.bytes());
    Map<String, String> commitments = about.commitments();
    Set<String> seen = new HashSet<>();
    Map<String, String> values = new HashMap<>();
    if (json.number("leaf") != about.leaf) {
      throw new BrokenEvidence(file.name() + " is about another entry");
    }
    for (Members value : json.objects("values")) {
      String place = value.number("fact") + " " + value.text("column");
      if (value.has("closed") && value.text("closed").equals(Closing.DIFFERS.name())) {
        throw new BrokenEvidence(
            about.row(value.number("fact"))
                + " was recorded in leaf "
                + about.leaf
                + ", but the database has another "
                + value.text("column")
                + " now");
      }
      String commitment = commitments.get(place);
      if (commitment == null || !seen.add(place)) {
        throw new BrokenEvidence(file.name() + " names a value that its entry does not have");
      }
      if (value.has("closed")) {
        closed.merge(closing(value.text("closed")), 1, Integer::sum);
      } else if (value.has("payload")) {
        requireEqual(commitment, value.text("payload"), file, value.text("column"));
        payloadsNamed.add(commitment);
      } else {
        byte[] bytes = value.text("value").getBytes(StandardCharsets.UTF_8);
        String found = commitment(saltOf(value, file), bytes);
        requireEqual(commitment, found, file, value.text("column"));
        values.put(place, value.text("value"));
        opened++;
      }
    }
    if (seen.size() != commitments.size()) {
      throw new BrokenEvidence(file.name() + " does not name all values of its entry");
    }
    remember(about, values);
    entry = null;
    entries++;
  }

  private static Closing closing(String name) {
    return Arrays.stream(Closing.values())
        .filter(closing -> closing.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new BrokenEvidence("\"" + name + "\" is no reason of this version"));
  }

  private static void requireEqual(String commitment, String found, Content file, String column) {
    if (!commitment.equals(found)) {
      throw new BrokenEvidence(
          file.name() + ": the value of " + column + " is not the one that was recorded");
    }
  }

  private static byte[] saltOf(Members value, Content file) {
    try {
      return HexFormat.of().parseHex(value.text("salt"));
    } catch (IllegalArgumentException e) {
      throw new BrokenEvidence(file.name() + ": a salt is not hexadecimal");
    }
  }

  private static String commitment(byte[] salt, byte[] bytes) {
    if (salt.length != SALT_LENGTH) {
      throw new BrokenEvidence("A salt has 32 bytes");
    }
    MessageDigest digest = BundleOutput.digest();
    digest.update(salt);
    return HexFormat.of().formatHex(digest.digest(bytes));
  }

  private void requirePayload(Content file) {
    String name = file.name().substring(PAYLOAD.length());
    if (salt == null || !salt.name().equals(file.name() + SALT)) {
      throw new BrokenEvidence(file.name() + " does not follow its salt");
    }
    if (!commitment(salt.bytes(), file.bytes()).equals(name)) {
      throw new BrokenEvidence(file.name() + " is not the payload that was recorded");
    }
    salt = null;
    payloads.add(name);
  }

  private void remember(Entry about, Map<String, String> values) {
    for (int i = 0; i < about.facts.size(); i++) {
      Members fact = about.facts.get(i);
      String table = fact.text("table");
      if (table.equals("sync")) {
        syncs
            .computeIfAbsent(fact.object("key").text("id"), SyncRecord::new)
            .add(about.leaf, about.at, fact);
      } else if (table.equals("purge") || table.equals("erasure")) {
        erasures
            .computeIfAbsent(fact.object("key").text("id"), id -> new Erasure(table, id))
            .add(fact, values.get(i + " actor"), values.get(i + " reason"));
      }
      SyncRecord owner = syncs.get(owner(fact));
      if (owner != null && fact.has("erased")) {
        owner.addErased(table, about.at, fact.object("erased"));
      }
    }
  }

  /** Returns the first column of the key, which is the sync in all tables of its record. */
  private static String owner(Members fact) {
    Object first = fact.object("key").all().values().iterator().next();
    return fact.text("table").equals("exchange")
        ? fact.object("key").text("trail_id")
        : fact.object("key").has("sync_id")
            ? fact.object("key").text("sync_id")
            : String.valueOf(first);
  }

  private Content required(String name) {
    Content file = general.get(name);
    if (file == null) {
      throw new BrokenEvidence(name + " is missing");
    }
    return file;
  }

  private List<String> finish() {
    Content manifestFile = required("manifest.json");
    Members manifest = PlainJson.object("manifest.json", manifestFile.bytes());
    if (manifest.number("schema") != 1) {
      throw new BrokenEvidence("The bundle has a schema that this verifier does not know");
    }
    if (checkpoint == null || entry != null || salt != null) {
      throw new BrokenEvidence("Files are missing from the bundle");
    }
    Checkpoint tree = Checkpoint.parse(checkpoint.text());
    List<Listed> expected =
        manifest.objects("files").stream()
            .map(file -> new Listed(file.text("name"), file.number("size"), file.text("sha256")))
            .toList();
    Set<Listed> all = Set.copyOf(expected);
    for (Listed file : files) {
      if (!all.contains(file)) {
        throw new BrokenEvidence(file.name() + " is not the file that the manifest lists");
      }
    }
    if (!files.equals(expected)) {
      throw new BrokenEvidence("Files that the manifest lists are missing from the bundle");
    }
    Note signature = Note.parse(PlainJson.text("signature", required("signature").bytes()));
    if (!signature.text().equals(BundleOutput.signed(tree.origin(), manifestFile.bytes()))) {
      throw new BrokenEvidence("manifest.json is not the one that was signed");
    }
    VerifierKey signer = signer(signature, "The manifest");
    if (!payloads.equals(payloadsNamed)) {
      throw new BrokenEvidence("The payloads are not those that the records name");
    }
    if (manifest.flag("content") && closed.containsKey(Closing.WITHHELD)) {
      throw new BrokenEvidence("Values are missing that the manifest promises");
    }
    return statement(manifest, tree, signer, anchors(checkpoint, signer));
  }

  /** Says who else knew the checkpoint. */
  private List<String> anchors(Note note, VerifierKey signer) {
    List<String> lines = new ArrayList<>();
    for (VerifierKey witness : witnesses) {
      long time =
          witness
              .cosignatureTime(note)
              .orElseThrow(
                  () ->
                      new BrokenEvidence(
                          "The witness " + witness.name() + " has not cosigned the checkpoint"));
      lines.add(
          "  The witness " + witness.name() + " cosigned this checkpoint at " + instant(time));
    }
    Set<String> others = new TreeSet<>();
    note.signatures().forEach(signature -> others.add(signature.name()));
    others.remove(signer.name());
    witnesses.forEach(witness -> others.remove(witness.name()));
    for (String other : others) {
      lines.add("  Signed by " + other + " too: not verified, give its key with --witness");
    }
    long stamps = general.keySet().stream().filter(name -> name.startsWith(ANCHOR)).count();
    if (stamps > 0) {
      lines.add("  Time stamps of this checkpoint: " + stamps + ", to verify with openssl");
    }
    return lines;
  }

  private static String instant(long seconds) {
    try {
      return Instant.ofEpochSecond(seconds).toString();
    } catch (DateTimeException e) {
      throw new BrokenEvidence("A witness has cosigned at a time that does not exist");
    }
  }

  private List<String> statement(
      Members manifest, Checkpoint tree, VerifierKey signer, List<String> anchors) {
    List<String> lines = new ArrayList<>();
    lines.add("Evidence about " + manifest.text("filter") + ", made " + manifest.text("made"));
    lines.add("Signed by " + signer);
    lines.add(
        trusted.isEmpty()
            ? "  This key comes from the bundle itself. Compare it with the key that you know, or"
                + " give that with --key."
            : "  This is a key that you trust.");
    lines.add(
        "The ledger had "
            + tree.size()
            + " entries (root "
            + tree.root().base64()
            + "). "
            + entries
            + " of them are in this bundle, each proved to be unchanged.");
    lines.addAll(anchors);
    for (String id : manifest.texts("syncs")) {
      SyncRecord sync = syncs.get(id);
      if (sync == null) {
        throw new BrokenEvidence("Nothing in the bundle is about the sync " + id);
      }
      lines.addAll(sync.statement(erasures));
    }
    lines.add(
        "Opened, and equal to what was recorded: values "
            + opened
            + ", payloads "
            + payloads.size());
    closed.forEach((closing, count) -> lines.add("Not opened: " + count + ", " + reason(closing)));
    lines.add(
        "Not proved: that no other entry exists (compare with the whole ledger), and the times,"
            + " which are those of the server.");
    return lines.stream().map(Verify::printable).toList();
  }

  private static String reason(Closing closing) {
    return switch (closing) {
      case WITHHELD -> "because the bundle was made without content";
      case UNRELATED -> "about other records";
      case REPLACED -> "of earlier states and no longer stored";
      case ERASED -> "erased";
      case DIFFERS -> "not what is stored";
    };
  }

  /** An entry whose proof and record are read next. */
  private static final class Entry {
    private final long leaf;
    private final byte[] bytes;
    private final String at;
    private final List<Members> facts;
    private boolean proved;

    Entry(long leaf, byte[] bytes, String at, List<Members> facts) {
      this.leaf = leaf;
      this.bytes = bytes;
      this.at = at;
      this.facts = facts;
    }

    Map<String, String> commitments() {
      Map<String, String> commitments = new HashMap<>();
      for (int i = 0; i < facts.size(); i++) {
        if (facts.get(i).has("commitments")) {
          Members columns = facts.get(i).object("commitments");
          for (String column : columns.all().keySet()) {
            commitments.put(i + " " + column, columns.text(column));
          }
        }
      }
      return commitments;
    }

    String row(long fact) {
      if (fact < 0 || fact >= facts.size()) {
        return "A row";
      }
      Members named = facts.get((int) fact);
      return named.text("table") + " " + named.object("key").all().values();
    }
  }

  /** Who erased something, why, and by which policy. */
  private static final class Erasure {
    private final String table;
    private final String id;
    private @Nullable String actor;
    private @Nullable String reason;
    private @Nullable Long revision;

    Erasure(String table, String id) {
      this.table = table;
      this.id = id;
    }

    void add(Members fact, @Nullable String openedActor, @Nullable String openedReason) {
      actor = openedActor == null ? actor : openedActor;
      reason = openedReason == null ? reason : openedReason;
      if (fact.has("row") && fact.object("row").has("revision")) {
        revision = fact.object("row").number("revision");
      }
    }

    @Override
    public String toString() {
      return " by "
          + table
          + " "
          + id
          + (actor == null ? "" : " of " + actor)
          + (reason == null ? "" : ", because: " + reason)
          + (revision == null ? "" : ", by retention rules " + revision);
    }
  }

  /** What the entries of a bundle say about one sync. */
  private static final class SyncRecord {
    private final String id;
    private final List<Long> leaves = new ArrayList<>();
    private String first = "";
    private String last = "";
    private final Map<String, Set<String>> erased = new LinkedHashMap<>();
    private final Map<String, String> erasedAt = new HashMap<>();
    private @Nullable Members row;

    SyncRecord(String id) {
      this.id = id;
    }

    void add(long leaf, String at, Members fact) {
      if (leaves.isEmpty()) {
        first = at;
      }
      leaves.add(leaf);
      last = at;
      row = fact.has("row") ? fact.object("row") : null;
    }

    void addErased(String table, String at, Members columns) {
      for (String column : columns.all().keySet()) {
        String by = columns.text(column);
        erasedAt.putIfAbsent(by, at);
        erased.computeIfAbsent(by, id -> new TreeSet<>()).add(table + "." + column);
      }
    }

    List<String> statement(Map<String, Erasure> erasures) {
      List<String> lines = new ArrayList<>();
      lines.add("Sync " + id);
      if (row == null) {
        lines.add("  existed at " + first + "; its record was deleted at " + last);
        return lines;
      }
      lines.add(
          "  existed at "
              + first
              + ", unchanged: "
              + text(row, "direction")
              + " of "
              + text(row, "type_key")
              + ", platform "
              + text(row, "platform")
              + ", "
              + text(row, "status")
              + ", last recorded "
              + last
              + " (leaves "
              + String.join(", ", leaves.stream().map(String::valueOf).toList())
              + ")");
      if (row.has("purged_at") && erased.isEmpty()) {
        lines.add(
            "  content erased on " + row.text("purged_at") + by(row.text("purge_id"), erasures));
      }
      erased.forEach(
          (erasure, columns) ->
              lines.add(
                  "  ERASED on "
                      + erasedAt.get(erasure)
                      + by(erasure, erasures)
                      + ": "
                      + String.join(", ", columns)));
      return lines;
    }

    private static String by(String id, Map<String, Erasure> erasures) {
      Erasure known = erasures.get(id);
      return known == null ? " by " + id : known.toString();
    }

    private static String text(Members row, String column) {
      return row.has(column) ? row.text(column) : "(none)";
    }
  }
}
