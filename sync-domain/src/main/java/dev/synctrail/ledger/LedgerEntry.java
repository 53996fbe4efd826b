package dev.synctrail.ledger;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import dev.synctrail.json.CanonicalJson;
import dev.synctrail.json.MalformedJson;
import dev.synctrail.json.StrictJson;
import dev.synctrail.tlog.EntryBundle;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What one transaction recorded, as one leaf of the log: canonical JSON (RFC 8785) of schema
 * {@value #SCHEMA}, at most {@value EntryBundle#MAX_ENTRY} bytes.
 *
 * @param id a UUIDv7 (RFC 9562)
 * @param at when the transaction was about to commit
 * @param facts the rows that it wrote, each once
 */
public record LedgerEntry(UUID id, Instant at, List<Fact> facts) {
  /** The version of the schema. A reader rejects a later one. */
  public static final int SCHEMA = 1;

  private static final JsonBuilderFactory BUILDERS = Json.createBuilderFactory(Map.of());
  private static final TimeBasedEpochGenerator IDS = Generators.timeBasedEpochGenerator();

  public LedgerEntry {
    facts = List.copyOf(facts);
  }

  /**
   * Distributes the facts of a transaction over as few entries as they fit into.
   *
   * @throws IllegalArgumentException if a single fact is too long
   */
  public static List<LedgerEntry> of(List<Fact> facts, Instant at) {
    LedgerEntry all = new LedgerEntry(newId(at), at, facts);
    if (all.bytes().length <= EntryBundle.MAX_ENTRY) {
      return List.of(all);
    }
    int envelope = new LedgerEntry(all.id, at, List.of()).bytes().length;
    List<LedgerEntry> entries = new ArrayList<>();
    List<Fact> next = new ArrayList<>();
    int length = envelope;
    for (Fact fact : facts) {
      int more = CanonicalJson.of(fact.json()).length + 1; // and its comma
      if (envelope + more > EntryBundle.MAX_ENTRY) {
        throw new IllegalArgumentException("A row of " + fact.table() + " is too long");
      }
      if (length + more > EntryBundle.MAX_ENTRY) {
        entries.add(new LedgerEntry(newId(at), at, next));
        next = new ArrayList<>();
        length = envelope;
      }
      next.add(fact);
      length += more;
    }
    entries.add(new LedgerEntry(newId(at), at, next));
    return entries;
  }

  private static UUID newId(Instant at) {
    return IDS.construct(at.toEpochMilli());
  }

  /**
   * Reads an entry.
   *
   * @throws IllegalArgumentException if the bytes are not the canonical form of an entry of this
   *     schema
   */
  public static LedgerEntry parse(byte[] bytes) {
    LedgerEntry entry = read(bytes);
    if (!Arrays.equals(entry.bytes(), bytes)) {
      throw new IllegalArgumentException("Not the canonical form of an entry");
    }
    return entry;
  }

  /**
   * Reads an entry whose bytes are known to be those that were written.
   *
   * @throws IllegalArgumentException if the bytes are not an entry of this schema
   */
  static LedgerEntry read(byte[] bytes) {
    try {
      JsonObject json = StrictJson.readObject(bytes).object();
      if (json.getInt("schema") != SCHEMA) {
        throw new IllegalArgumentException("Schema " + json.get("schema") + " is not known");
      }
      return new LedgerEntry(
          UUID.fromString(json.getString("id")),
          Instant.parse(json.getString("at")),
          json.getJsonArray("facts").getValuesAs(JsonObject.class).stream().map(Fact::of).toList());
    } catch (MalformedJson
        | DateTimeException
        | ClassCastException
        | NullPointerException e) { // JSON-P throws these for what is missing or of another type
      throw new IllegalArgumentException("Not an entry of the ledger: " + e.getMessage(), e);
    }
  }

  /** Returns the bytes of the leaf. */
  public byte[] bytes() {
    JsonArrayBuilder all = BUILDERS.createArrayBuilder();
    facts.forEach(fact -> all.add(fact.json()));
    return CanonicalJson.of(
        BUILDERS
            .createObjectBuilder()
            .add("schema", SCHEMA)
            .add("id", id.toString())
            .add("at", at.toString())
            .add("facts", all)
            .build());
  }
}
