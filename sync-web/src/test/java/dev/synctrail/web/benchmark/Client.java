package dev.synctrail.web.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** An HTTP client with persistent connections and as little overhead as the JDK allows. */
record Client(URI base, @Nullable String token) {

  static {
    System.setProperty("http.maxConnections", "64");
  }

  String get(String path) {
    return new String(send("GET", path, "application/json", null), StandardCharsets.UTF_8);
  }

  String send(String method, String path, String body) {
    return new String(
        send(method, path, "application/json", body.getBytes(StandardCharsets.UTF_8)),
        StandardCharsets.UTF_8);
  }

  byte[] send(String method, String path, String mediaType, byte @Nullable [] body) {
    try {
      HttpURLConnection connection = open(method, path);
      if (body != null) {
        connection.setRequestProperty("Content-Type", mediaType);
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length);
        try (OutputStream out = connection.getOutputStream()) {
          out.write(body);
        }
      }
      try (InputStream in = answer(connection, method + " " + path)) {
        return in.readAllBytes();
      }
    } catch (IOException e) {
      throw new IllegalStateException(method + " " + path, e);
    }
  }

  /** Reads an answer completely and returns its length in bytes. */
  long drain(String path) {
    try (InputStream in = answer(open("GET", path), path)) {
      return in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new IllegalStateException(path, e);
    }
  }

  private HttpURLConnection open(String method, String path) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) base.resolve(path).toURL().openConnection();
    connection.setRequestMethod(method);
    if (token != null) {
      connection.setRequestProperty("Authorization", "Bearer " + token);
    }
    return connection;
  }

  private static InputStream answer(HttpURLConnection connection, String what) throws IOException {
    int status = connection.getResponseCode();
    if (status >= 300) {
      try (InputStream error = connection.getErrorStream()) {
        String text = error == null ? "" : new String(error.readAllBytes(), StandardCharsets.UTF_8);
        throw new IOException(what + " answered " + status + " " + text);
      }
    }
    return connection.getInputStream();
  }
}
