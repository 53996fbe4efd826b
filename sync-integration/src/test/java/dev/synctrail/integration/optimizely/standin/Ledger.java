package dev.synctrail.integration.optimizely.standin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The requests that the stand-in received, byte for byte and in the order of their arrival. Tests
 * compare the recorded trail with it.
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

  /** Returns all requests since the start or the last reset, oldest first. */
  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** Returns the requests with this method, oldest first. */
  public List<Entry> entries(String method) {
    return entries.stream().filter(entry -> entry.method().equals(method)).toList();
  }

  /** Returns all requests except token requests, oldest first. */
  public List<Entry> withoutTokens() {
    return entries.stream().filter(entry -> !entry.isToken()).toList();
  }

  /** One header line as received. */
  public record Header(String name, String value) {}

  /**
   * One request.
   *
   * @param sequence 1 for the first since the start, never reused
   * @param connection number of the connection, counted from 1
   * @param target the request target with its query
   * @param complete false when the body was not read or was truncated
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

    /** Returns the first header with this name, ignoring case. */
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

    /** Returns whether this is a token request. */
    public boolean isToken() {
      return path().endsWith("/oauth/token");
    }
  }
}
