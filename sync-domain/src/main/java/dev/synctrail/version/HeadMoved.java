package dev.synctrail.version;

import dev.synctrail.contenttype.TypeKey;
import java.util.List;

/**
 * Thrown if the head is not the version that the caller expected. Read the head again and retry.
 */
public final class HeadMoved extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HeadMoved(TypeKey typeKey, Committing.Expected expected, List<VersionId> head) {
    super(
        head.isEmpty()
            ? "The type \"%s\" has no version; expected %s".formatted(typeKey, expected)
            : "The latest version of \"%s\" is %s, not %s"
                .formatted(typeKey, head.get(0), expected));
  }
}
