package dev.synctrail.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Optional;
import java.util.Properties;

/** The folder that keeps all data between starts. Only one launcher can use it at a time. */
final class DataFolder implements AutoCloseable {

  private static final String LOCK = "launcher.lock";

  private final Path folder;
  private final FileChannel lock;

  private DataFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  static DataFolder open(Path folder) {
    FileChannel channel;
    try {
      boolean isOwn = !Files.exists(folder) || Files.exists(folder.resolve(LOCK));
      Files.createDirectories(folder);
      if (isOwn) {
        makePrivate(folder);
      }
      channel =
          FileChannel.open(
              folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new CannotStart(
          "The data folder " + folder + " is not writable: choose another with --data.", e);
    }
    try {
      if (channel.tryLock() != null) {
        return new DataFolder(folder, channel);
      }
    } catch (IOException | OverlappingFileLockException e) {
      throw new CannotStart("The data folder " + folder + " cannot be locked.", e);
    }
    throw new CannotStart(
        "The data folder " + folder + " is in use by a running launcher: stop it, or use --data.");
  }

  Path resolve(String name) {
    return folder.resolve(name);
  }

  /** Returns a folder that only the owner can access; its content is kept. */
  Path privateFolder(String name) {
    try {
      Path inside = folder.resolve(name);
      Files.createDirectories(inside);
      makePrivate(inside);
      return inside;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns an empty private folder, so that files of killed processes do not accumulate. */
  Path emptyFolder(String name) {
    try (var content = Files.walk(privateFolder(name))) {
      var old = content.skip(1).sorted(Comparator.reverseOrder()).toList();
      for (Path path : old) {
        Files.delete(path);
      }
      return folder.resolve(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the free space of the disk in bytes. */
  long freeBytes() {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void makePrivate(Path inside) throws IOException {
    if (Files.getFileStore(inside).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(inside, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** Stores properties in a file that only the owner can read. */
  void save(String name, Properties values) {
    try {
      try (var out = Files.newOutputStream(privateFile(name))) {
        values.store(out, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Creates an empty file, in place of an earlier one, that only the owner can read. */
  Path privateFile(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.deleteIfExists(file);
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      return Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    return Files.createFile(file);
  }

  Optional<Properties> load(String name) {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (var in = Files.newInputStream(file)) {
      var values = new Properties();
      values.load(in);
      return Optional.of(values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete(String name) {
    try {
      Files.deleteIfExists(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
