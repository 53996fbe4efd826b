package dev.synctrail.tlog;

import java.util.ArrayList;
import java.util.List;

/**
 * The proof that an entry is in a log, with the checkpoint that it refers to (C2SP tlog-proof). One
 * such file is enough to verify an entry offline.
 *
 * @param proof the path from the leaf to the root
 * @param checkpoint the signed note of a {@link Checkpoint}
 */
public record TlogProof(InclusionProof proof, Note checkpoint) {
  private static final String TYPE = "c2sp.org/tlog-proof@v1\n";
  private static final String INDEX = "index ";

  /**
   * Reads a proof, which is not verified here. Extra data is not expected.
   *
   * @throws MalformedLog if it has another form
   */
  public static TlogProof parse(String text) {
    int end = text.indexOf("\n\n");
    if (!text.startsWith(TYPE) || end < TYPE.length()) {
      throw new MalformedLog("Not a tlog-proof of version 1");
    }
    List<String> lines = List.of(text.substring(TYPE.length(), end).split("\n", -1));
    if (!lines.get(0).matches(INDEX + "(0|[1-9][0-9]{0,17})")) {
      throw new MalformedLog("A tlog-proof has the index of a leaf");
    }
    List<Hash> path = new ArrayList<>();
    lines.stream().skip(1).map(Hash::ofBase64).forEach(path::add);
    Note checkpoint = Note.parse(text.substring(end + 2));
    return new TlogProof(
        new InclusionProof(
            Long.parseLong(lines.get(0).substring(INDEX.length())),
            Checkpoint.parse(checkpoint.text()).size(),
            path),
        checkpoint);
  }

  /** Returns whether the entry is in the log of the checkpoint. Signatures are not verified. */
  public boolean proves(byte[] entry) {
    return proof.proves(Hash.ofLeaf(entry), Checkpoint.parse(checkpoint.text()).root());
  }

  /** Returns the proof as it is published. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(TYPE).append(INDEX).append(proof.leaf()).append('\n');
    proof.path().forEach(hash -> text.append(hash.base64()).append('\n'));
    return text.append('\n').append(checkpoint).toString();
  }
}
