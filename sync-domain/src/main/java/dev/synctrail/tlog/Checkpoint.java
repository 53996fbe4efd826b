package dev.synctrail.tlog;

import java.util.Arrays;
import java.util.List;

/**
 * The state of a log, as the text of a note (C2SP tlog-checkpoint).
 *
 * @param origin the name of the log, which is also that of its key
 * @param size the number of leaves
 * @param root the root of the tree
 * @param extensions further lines, of any meaning
 */
public record Checkpoint(String origin, long size, Hash root, List<String> extensions) {
  private static final int LINES = 3;

  /**
   * @throws MalformedLog if it cannot be written as a checkpoint
   */
  public Checkpoint {
    extensions = List.copyOf(extensions);
    if (origin.isEmpty() || size < 0) {
      throw new MalformedLog("A checkpoint has an origin and a size");
    }
    if (extensions.stream().anyMatch(String::isEmpty)
        || origin.contains("\n")
        || extensions.stream().anyMatch(line -> line.contains("\n"))) {
      throw new MalformedLog("Each line of a checkpoint is a line that is not empty");
    }
  }

  /** Returns the checkpoint of a log, without extensions. */
  public static Checkpoint of(String origin, Tree tree) {
    return new Checkpoint(origin, tree.size(), tree.root(), List.of());
  }

  /**
   * Reads the text of a note.
   *
   * @throws MalformedLog if it is not a checkpoint
   */
  public static Checkpoint parse(String text) {
    String[] lines = NoteText.requireSignable(text).split("\n", -1);
    if (lines.length <= LINES || !lines[1].matches("0|[1-9][0-9]{0,18}")) {
      throw new MalformedLog("A checkpoint has an origin, a size and a root");
    }
    try {
      return new Checkpoint(
          lines[0],
          Long.parseLong(lines[1]),
          Hash.ofBase64(lines[2]),
          Arrays.asList(lines).subList(LINES, lines.length - 1));
    } catch (NumberFormatException e) {
      throw new MalformedLog("The size of the checkpoint is too large: " + lines[1]);
    }
  }

  /** Returns the text to sign. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(origin).append('\n').append(size).append('\n').append(root.base64()).append('\n');
    extensions.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }
}
