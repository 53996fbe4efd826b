package dev.synctrail.integration.anchor;

import dev.synctrail.anchor.AnchorFailed;
import dev.synctrail.anchor.AnchorKind;
import dev.synctrail.anchor.AnchorTarget;
import dev.synctrail.anchor.OutsideCheckpoint;
import dev.synctrail.anchor.Submission;
import dev.synctrail.tlog.Checkpoint;
import dev.synctrail.tlog.MalformedLog;
import dev.synctrail.tlog.Note;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file to which checkpoints are appended, each followed by an empty line. It should be on a
 * medium where nothing can be changed, or be copied there.
 */
final class CheckpointFile implements AnchorTarget {
  /** A checkpoint has a few hundred bytes. */
  private static final int TAIL = 16 * 1024;

  private final Path file;

  CheckpointFile(Path file) {
    this.file = file;
  }

  @Override
  public AnchorKind kind() {
    return AnchorKind.FILE;
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public String anchor(Submission submission) {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ)) {
      String text = (isTorn(channel) ? "\n\n" : "") + submission.checkpoint() + "\n";
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      channel.position(channel.size());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
      return "";
    } catch (IOException e) {
      throw new AnchorFailed("the file cannot be written: " + e.getClass().getSimpleName());
    }
  }

  /** Returns whether the last checkpoint was not written to its end. */
  private static boolean isTorn(FileChannel channel) throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    return channel.size() > 0 && channel.read(last, channel.size() - 1) == 1 && last.get(0) != '\n';
  }

  /** What is not a checkpoint, such as one that was not written to its end, is passed over. */
  @Override
  public Optional<OutsideCheckpoint> newest(Submission submission) {
    String[] parts = tail().split("\n\n", -1);
    for (int i = parts.length - 1; i > 0; i--) {
      Optional<OutsideCheckpoint> found = read(parts[i - 1], parts[i]);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<OutsideCheckpoint> read(String text, String signatures) {
    try {
      Note note = Note.parse(text.stripLeading() + "\n\n" + signatures.strip() + "\n");
      long size = Checkpoint.parse(note.text()).size();
      return Optional.of(new OutsideCheckpoint("file " + name(), size, note));
    } catch (MalformedLog e) {
      return Optional.empty();
    }
  }

  private String tail() {
    if (!Files.exists(file)) {
      return "";
    }
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(TAIL, channel.size()));
      long from = channel.size() - bytes.capacity();
      while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) > 0) {}
      return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AnchorFailed("the file cannot be read: " + e.getClass().getSimpleName());
    }
  }
}
