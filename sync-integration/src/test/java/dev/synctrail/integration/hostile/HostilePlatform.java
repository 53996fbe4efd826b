package dev.synctrail.integration.hostile;

import dev.synctrail.integration.hostile.RawServer.End;
import dev.synctrail.integration.hostile.RawServer.Raw;
import dev.synctrail.integration.hostile.RawServer.Request;
import dev.synctrail.snapshot.Checksum;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A proxy between an adapter and the real platform that treats each request as configured. */
final class HostilePlatform implements AutoCloseable {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(20);
  private static final Set<String> HOP_BY_HOP =
      Set.of("host", "connection", "content-length", "transfer-encoding", "upgrade");

  private final URI real;
  private final Words words;
  private final RawServer server = RawServer.start(this::answer);
  private final List<Request> received = new ArrayList<>();
  private final Set<Checksum> sent = new HashSet<>();

  /** The latest correct response to each read. */
  private final Map<String, Reply> latest = new HashMap<>();

  /** The response to each read before the last write. */
  private final Map<String, Reply> stale = new HashMap<>();

  private Function<Request, Act> treatment = request -> Act.HONEST;

  /**
   * Typical responses of a kind of platform.
   *
   * @param refusal an error in its own format, for status 400
   * @param refusalWithNul the same with U+0000 in its code
   * @param otherType a type of another key
   */
  record Words(String refusal, String refusalWithNul, String otherType) {}

  HostilePlatform(URI real, Words words) {
    this.real = real;
    this.words = words;
  }

  URI url() {
    return server.url();
  }

  synchronized void begin(Function<Request, Act> next) {
    received.clear();
    sent.clear();
    latest.clear();
    stale.clear();
    treatment = next;
  }

  synchronized List<Request> received() {
    return List.copyOf(received);
  }

  /** Returns whether a body with this checksum was sent. */
  synchronized boolean hasSent(Checksum checksum) {
    return sent.contains(checksum);
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Reply(int status, Map<String, String> headers, byte[] body) {
    @Override
    public String toString() {
      return "Reply " + status + " " + headers + " " + body.length;
    }
  }

  private synchronized @Nullable Raw answer(Request request) {
    received.add(request);
    Act act = treatment.apply(request);
    boolean reads = request.method().equals("GET");
    Reply reply = reads ? read(act, request) : write(act, request);
    return deliver(act, reply, body(act, reply, act.applied() || reads));
  }

  private Reply read(Act act, Request request) {
    Reply before = act.stale() ? stale.get(request.target()) : null;
    if (before != null) {
      return before;
    }
    Reply reply = forward(request);
    latest.put(request.target(), reply);
    return reply;
  }

  private Reply write(Act act, Request request) {
    if (!act.applied()) {
      return new Reply(500, Map.of(), new byte[0]);
    }
    stale.putAll(latest);
    return forward(request);
  }

  private Reply forward(Request request) {
    HttpRequest.Builder forwarded =
        HttpRequest.newBuilder(URI.create(origin() + request.target()))
            .timeout(ANSWER_TIMEOUT)
            .method(request.method(), BodyPublishers.ofByteArray(request.body()));
    request.headers().entrySet().stream()
        .filter(header -> !HOP_BY_HOP.contains(header.getKey()))
        .forEach(header -> forwarded.header(header.getKey(), header.getValue()));
    try {
      HttpResponse<byte[]> answer = CLIENT.send(forwarded.build(), BodyHandlers.ofByteArray());
      Map<String, String> kept = new java.util.LinkedHashMap<>();
      for (String name : List.of("content-type", "etag", "last-modified", "location")) {
        answer.headers().firstValue(name).ifPresent(value -> kept.put(name, value));
      }
      return new Reply(answer.statusCode(), kept, answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private String origin() {
    return real.getScheme() + "://" + real.getAuthority();
  }

  /** A write that was not applied is never reported as applied: no client could detect that. */
  private byte[] body(Act act, Reply reply, boolean done) {
    String text = new String(reply.body(), StandardCharsets.UTF_8);
    String inner = text.startsWith("{") && text.length() > 2 ? text.substring(1) : "\"a\":1}";
    boolean hides = !done;
    return switch (act.shape()) {
      case REAL -> hides ? utf8(words.refusal()) : reply.body();
      case MARKED -> hides ? utf8("\uFEFF{}") : utf8("\uFEFF" + text);
      case EMPTY -> new byte[0];
      case SPACE -> utf8("  \r\n ");
      case OBJECT -> utf8("{}");
      case ARRAY -> utf8("[]");
      case NULL -> utf8("null");
      case TEXT -> utf8("\"OK\"");
      case PAGE -> utf8("<html><body>It works</body></html>");
      case REFUSAL -> utf8(words.refusal());
      case REFUSAL_WITH_NUL -> utf8(words.refusalWithNul());
      case OTHER_TYPE -> utf8(words.otherType());
      case OTHER_CASE ->
          utf8(text.toUpperCase(java.util.Locale.ROOT).replace("\"KEY\"", "\"key\""));
      case HALF -> Arrays.copyOf(reply.body(), reply.body().length / 2);
      case LONE_SURROGATE -> utf8("{\"description\":\"x\\ud83d\"," + inner);
      case BIG_INTEGER -> utf8("{\"sortOrder\":9007199254740993," + inner);
      case TWICE -> utf8("{\"twice\":1,\"twice\":2," + inner);
      case DEEP -> utf8("{\"deep\":" + "[".repeat(300) + "]".repeat(300) + "," + inner);
    };
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private @Nullable Raw deliver(Act act, Reply reply, byte[] plain) {
    int status = act.status() == null ? reply.status() : act.status();
    boolean bodiless = status == 204 || status == 304;
    byte[] body = bodiless ? new byte[0] : coded(act, plain);
    sent.add(Checksum.of(body));
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Any\r\n");
    headers(act, reply).forEach(line -> head.append(line).append("\r\n"));
    return switch (act.delivery()) {
      case CLOSED_BEFORE -> null;
      case RESET_BEFORE -> new Raw(new byte[0], End.RESETS);
      case NOT_HTTP -> new Raw(utf8("220 smtp.example.org ESMTP\r\n\r\n"), End.CLOSES);
      case SILENT -> new Raw(new byte[0], End.FALLS_SILENT);
      case ENDLESS_HEAD -> new Raw(utf8(head + "X-Endless: "), End.DRIPS_ON);
      case ENDLESS_BODY ->
          new Raw(all(head, bodiless ? "" : length(body.length + 1_000_000), body), End.DRIPS_ON);
      case DRIPS -> new Raw(all(head, bodiless ? "" : length(body.length), body), End.DRIPS);
      case WHOLE -> new Raw(all(head, bodiless ? "" : length(body.length), body), End.STAYS);
      case WHOLE_AND_CLOSES ->
          new Raw(all(head, bodiless ? "" : length(body.length), body), End.CLOSES);
      case AFTER_INTERIM ->
          new Raw(
              join(
                  utf8("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
                  all(head, bodiless ? "" : length(body.length), body)),
              End.CLOSES);
      case CHUNKED ->
          new Raw(
              bodiless
                  ? all(head, "", body)
                  : all(head, "Transfer-Encoding: chunked\r\n", chunked(body)),
              End.CLOSES);
      case UNTIL_CLOSED -> new Raw(all(head, "", body), End.CLOSES);
      case TOO_SHORT ->
          new Raw(all(head, bodiless ? "" : length(body.length + 10), body), End.CLOSES);
      case TOO_LONG ->
          new Raw(
              all(head, bodiless ? "" : length(body.length), join(body, utf8("more"))), End.CLOSES);
      case RESET_WITHIN ->
          new Raw(all(head, bodiless ? "" : length(body.length + 10), body), End.RESETS);
    };
  }

  private static String length(int bytes) {
    return "Content-Length: " + bytes + "\r\n";
  }

  private static byte[] all(StringBuilder head, String framing, byte[] body) {
    return join((head + framing + "\r\n").getBytes(StandardCharsets.ISO_8859_1), body);
  }

  private static byte[] join(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  private static byte[] chunked(byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int from = 0; from < body.length; from += 50) {
      int size = Math.min(50, body.length - from);
      out.writeBytes(utf8(Integer.toHexString(size) + "\r\n"));
      out.write(body, from, size);
      out.writeBytes(utf8("\r\n"));
    }
    out.writeBytes(utf8("0\r\n\r\n"));
    return out.toByteArray();
  }

  private static List<String> headers(Act act, Reply reply) {
    List<String> lines = new ArrayList<>();
    String mediaType =
        act.mediaType() == null ? reply.headers().get("content-type") : act.mediaType();
    if (mediaType != null) {
      lines.add("Content-Type: " + mediaType);
    }
    String tag = reply.headers().get("etag");
    switch (act.heads()) {
      case NO_TAG -> tag = null;
      case WEAK_TAG -> tag = "W/\"1\"";
      case ODD_TAG -> tag = "\"\u00e9\u00e9\"; what";
      case LONG_LINE -> lines.add("X-Long: " + "x".repeat(9_000));
      case MANY -> {
        for (int i = 0; i < 150; i++) {
          lines.add("X-H" + i + ": v");
        }
      }
      case HUGE -> lines.add("X-Huge: " + "x".repeat(90_000));
      case ODD_RETRY_AFTER -> lines.add("Retry-After: 99999999999999999999");
      case SHORT_RETRY_AFTER -> lines.add("Retry-After: 1");
      case PLAIN -> {}
    }
    if (tag != null) {
      lines.add("ETag: " + tag);
    }
    if (reply.headers().containsKey("last-modified")) {
      lines.add("Last-Modified: " + reply.headers().get("last-modified"));
    }
    switch (act.coding()) {
      case NONE -> {}
      case GZIP, DECLARED_ONLY, BROKEN -> lines.add("Content-Encoding: gzip");
      case TWICE_GZIP -> lines.add("Content-Encoding: gzip, gzip");
      case ZLIB, BARE_DEFLATE -> lines.add("Content-Encoding: deflate");
      case UNKNOWN -> lines.add("Content-Encoding: br");
    }
    return lines;
  }

  private static byte[] coded(Act act, byte[] plain) {
    return switch (act.coding()) {
      case NONE, DECLARED_ONLY, UNKNOWN -> plain;
      case GZIP -> gzip(plain);
      case TWICE_GZIP -> gzip(gzip(plain));
      case BROKEN -> {
        byte[] broken = gzip(plain);
        broken[broken.length - 6] ^= 0x55;
        yield broken;
      }
      case ZLIB -> deflate(plain, false);
      case BARE_DEFLATE -> deflate(plain, true);
    };
  }

  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream sink = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(sink)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sink.toByteArray();
  }

  private static byte[] deflate(byte[] plain, boolean bare) {
    ByteArrayOutputStream sink = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, bare);
    try (OutputStream out = new DeflaterOutputStream(sink, deflater)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    return sink.toByteArray();
  }

  @Override
  public void close() {
    server.close();
  }
}
