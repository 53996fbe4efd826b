package dev.synctrail.launcher;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParsingException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The format of the server's log. */
enum LogForm {
  /** The server's default format. */
  TEXT,
  /** One JSON object per line, written by the server's own formatter. */
  JSON;

  private static final String LOGGING = "MICRO-INF/domain/logging.properties";
  private static final String JSON_FORMATTER =
      """

      java.util.logging.ConsoleHandler.formatter=fish.payara.enterprise.server.logging.JSONLogFormatter
      """;

  static LogForm parse(String name) {
    return switch (name) {
      case "text" -> TEXT;
      case "json" -> JSON;
      default -> throw new CannotStart("--log must be text or json, not " + name + ".");
    };
  }

  /**
   * Returns the server's options for this format; all other settings of its log stay as they are.
   */
  List<String> options(Path micro, Path folder) throws IOException {
    if (this == TEXT) {
      return List.of();
    }
    Path properties = folder.resolve("logging.properties");
    try (ZipFile server = new ZipFile(micro.toFile())) {
      ZipEntry entry = server.getEntry(LOGGING);
      String defaults =
          new String(server.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
      Files.writeString(properties, defaults + JSON_FORMATTER, StandardCharsets.ISO_8859_1);
    }
    return List.of("--logproperties", properties.toString());
  }

  /** Returns the text of a log without its JSON. */
  String plain(String log) {
    return this == TEXT
        ? log
        : log.lines().map(LogForm::plainLine).collect(Collectors.joining("\n"));
  }

  private static String plainLine(String line) {
    try (JsonReader reader = Json.createReader(new StringReader(line))) {
      JsonObject entry = reader.readObject();
      return texts(entry);
    } catch (JsonParsingException e) {
      return line;
    }
  }

  private static String texts(JsonObject entry) {
    return entry.values().stream()
        .map(LogForm::text)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  private static String text(JsonValue value) {
    if (value instanceof JsonObject inner) {
      return texts(inner);
    }
    return value instanceof JsonString text ? text.getString() : "";
  }
}
