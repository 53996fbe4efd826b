package dev.synctrail.persistence.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The files of the changesets. */
final class Changelog {

  static final String FILE = "db/changelog.xml";

  private Changelog() {}

  /** Returns the SHA-256 of the names and bytes of all files, in hex. */
  static String hash(ClassLoader loader) {
    String url = Objects.requireNonNull(loader.getResource(FILE), FILE).toString();
    try {
      if (!url.startsWith("jar:")) {
        return hash(Path.of(URI.create(url)).resolveSibling(""));
      }
      Path jar = Path.of(URI.create(url.substring("jar:".length(), url.lastIndexOf("!/"))));
      try (var files = FileSystems.newFileSystem(jar)) {
        return hash(files.getPath(FILE).resolveSibling(""));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    MessageDigest digest = sha256();
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      String header = folder.relativize(file) + " " + bytes.length + "\n";
      digest.update(header.getBytes(StandardCharsets.UTF_8));
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JVM has it
    }
  }
}
