package dev.synctrail.integration.optimizely.standin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What the stand-in received, byte for byte, in the order in which it arrived: the other side's
 * testimony against which a recorded trail is compared.
 */
public final class Ledger {
  private final List<Entry> entries = new CopyOnWriteArrayList<>();
  private long last;

  Ledger() {}

  synchronized Entry add(
      long connection,
      Instant receivedAt,
      String method,
      String target,
      List<Header> headers,
      byte[] body,
      boolean complete) {
    Entry entry =
        new Entry(++last, connection, receivedAt, method, target, headers, body, complete);
    entries.add(entry);
    return entry;
  }

  synchronized void clear() {
    entries.clear();
  }

  /** Returns everything received since the start or the last reset, oldest first. */
  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** Returns the entries whose method is {@code method}, oldest first. */
  public List<Entry> entries(String method) {
    return entries.stream().filter(entry -> entry.method().equals(method)).toList();
  }

  /** Returns everything but the requests for a token, oldest first. */
  public List<Entry> withoutTokens() {
    return entries.stream().filter(entry -> !entry.isToken()).toList();
  }

  /** One header line as it came. */
  public record Header(String name, String value) {}

  /**
   * One request.
   *
   * @param sequence 1 for the first since the start, never used twice
   * @param connection which connection it came on, counted from 1
   * @param target the request target, query included
   * @param complete false when the body was not read, or broke off
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Entry(
      long sequence,
      long connection,
      Instant receivedAt,
      String method,
      String target,
      List<Header> headers,
      byte[] body,
      boolean complete) {

    public Entry {
      headers = List.copyOf(headers);
      body = body.clone();
    }

    @Override
    public byte[] body() {
      return body.clone();
    }

    /** Returns the first header of that name, whatever its case. */
    public Optional<String> header(String name) {
      return headers.stream()
          .filter(header -> header.name().equalsIgnoreCase(name))
          .map(Header::value)
          .findFirst();
    }

    /** Returns the target without its query. */
    public String path() {
      int query = target.indexOf('?');
      return query < 0 ? target : target.substring(0, query);
    }

    /** Tells whether a token was asked for. */
    public boolean isToken() {
      return path().endsWith("/oauth/token");
    }
  }
}
