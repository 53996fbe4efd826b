package dev.synctrail.integration.anchor;

import dev.synctrail.anchor.AnchorFailed;
import dev.synctrail.anchor.KeptCheckpoint;
import dev.synctrail.anchor.OutsideCheckpoint;
import dev.synctrail.integration.http.ConfigValues;
import dev.synctrail.tlog.Checkpoint;
import dev.synctrail.tlog.MalformedLog;
import dev.synctrail.tlog.Note;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the newest checkpoint in a file of this server, which is complete at any time. */
@ApplicationScoped
class KeptFile implements KeptCheckpoint {
  private static final int LIMIT = 64 * 1024;

  private final @Nullable Path file;

  @Inject
  KeptFile(ConfigValues config) {
    this.file = config.file("sync.ledger.kept-checkpoint").map(Path::toAbsolutePath).orElse(null);
  }

  @Override
  public Optional<OutsideCheckpoint> read() {
    if (file == null) {
      return Optional.empty();
    }
    try {
      if (Files.size(file) > LIMIT) {
        throw new AnchorFailed(file + " is not a checkpoint");
      }
      Note note = Note.parse(Files.readString(file));
      long size = Checkpoint.parse(note.text()).size();
      return Optional.of(new OutsideCheckpoint("file " + file, size, note));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed("read", e);
    } catch (MalformedLog e) {
      throw new AnchorFailed(file + " is not a checkpoint");
    }
  }

  @Override
  public void keep(Note checkpoint) {
    if (file == null) {
      return;
    }
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    try {
      try (FileChannel channel =
          FileChannel.open(
              draft,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        ByteBuffer bytes = ByteBuffer.wrap(checkpoint.toString().getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw failed("written", e);
    }
  }

  private AnchorFailed failed(String what, IOException e) {
    return new AnchorFailed(
        file
            + " (sync.ledger.kept-checkpoint) cannot be "
            + what
            + ": "
            + e.getClass().getSimpleName());
  }
}
