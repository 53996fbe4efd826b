package dev.synctrail.integration.hostile;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Reads HTTP requests and answers with arbitrary bytes. */
public final class RawServer implements AutoCloseable {

  /** Decides the response to a request. */
  @FunctionalInterface
  public interface Answering {
    /** Returns the response, or null to close the connection without one. */
    @Nullable Raw answer(Request request);
  }

  /** How a connection ends after a response. */
  public enum End {
    /** It stays open for the next request. */
    STAYS,
    CLOSES,
    /** It is reset, so that unread data is lost. */
    RESETS,
    /** It stays open and silent until the client closes it. */
    FALLS_SILENT,
    /** The response itself is sent in small pieces with pauses; then the connection is closed. */
    DRIPS,
    /**
     * After the response, single bytes follow with pauses until the client closes the connection.
     */
    DRIPS_ON
  }

  /** The bytes of a response, including its headers. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Raw(byte[] bytes, End end) {}

  /**
   * A request that was received completely.
   *
   * @param connection number of the connection, counted from 1
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Request(
      int connection, String method, String target, Map<String, String> headers, byte[] body) {
    /** Returns the path without the query. */
    public String path() {
      int mark = target.indexOf('?');
      return mark < 0 ? target : target.substring(0, mark);
    }
  }

  private static final int PIECES = 40;
  private static final Duration BETWEEN_PIECES = Duration.ofMillis(2);
  private static final Duration BETWEEN_BYTES = Duration.ofMillis(20);

  private final ServerSocket server;
  private final Answering answering;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool(RawServer::daemon);

  private RawServer(ServerSocket server, Answering answering) {
    this.server = server;
    this.answering = answering;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "raw-server");
    thread.setDaemon(true);
    return thread;
  }

  /** Starts a server on a free port of the loopback interface. */
  public static RawServer start(Answering answering) {
    try {
      RawServer made =
          new RawServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), answering);
      made.threads.execute(made::accept);
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a response with this body and its length. */
  public static byte[] http(int status, String headers, byte[] body) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    String head =
        "HTTP/1.1 " + status + " Any\r\n" + headers + "Content-Length: " + body.length + "\r\n\r\n";
    all.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
    all.writeBytes(body);
    return all.toByteArray();
  }

  /** Returns the base URL. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        int number = connections.incrementAndGet();
        threads.execute(() -> serve(socket, number));
      } catch (IOException e) {
        return; // it was closed
      }
    }
  }

  private void serve(Socket socket, int number) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      boolean stays = true;
      while (stays) {
        Request request = read(in, number);
        Raw answer = request == null ? null : answering.answer(request);
        if (answer == null) {
          return;
        }
        write(out, answer);
        switch (answer.end()) {
          case STAYS -> {}
          case CLOSES, DRIPS -> stays = false;
          case DRIPS_ON -> dripOn(out);
          case RESETS -> {
            socket.setSoLinger(true, 0);
            stays = false;
          }
          case FALLS_SILENT -> stays = in.read() >= 0;
        }
      }
    } catch (IOException e) {
      // the client closed the connection, which is allowed
    } finally {
      open.remove(socket);
    }
  }

  private static void write(OutputStream out, Raw answer) throws IOException {
    byte[] bytes = answer.bytes();
    int piece = answer.end() == End.DRIPS ? 1 + bytes.length / PIECES : Math.max(1, bytes.length);
    for (int from = 0; from < bytes.length; from += piece) {
      if (from > 0) {
        LockSupport.parkNanos(BETWEEN_PIECES.toNanos());
      }
      out.write(bytes, from, Math.min(piece, bytes.length - from));
      out.flush();
    }
  }

  /** Ends with the exception of a connection that the client has closed. */
  private static void dripOn(OutputStream out) throws IOException {
    while (!Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(BETWEEN_BYTES.toNanos());
      out.write(' ');
      out.flush();
    }
    throw new IOException("The server was closed");
  }

  private static @Nullable Request read(InputStream in, int number) throws IOException {
    String line = line(in);
    if (line.isEmpty()) {
      return null;
    }
    String[] parts = line.split(" ", -1);
    Map<String, String> headers = new LinkedHashMap<>();
    for (String next = line(in); !next.isEmpty(); next = line(in)) {
      int colon = next.indexOf(':');
      headers.put(
          next.substring(0, colon).toLowerCase(Locale.ROOT), next.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new Request(number, parts[0], parts[1], headers, in.readNBytes(length));
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      threads.shutdownNow();
    }
  }
}
