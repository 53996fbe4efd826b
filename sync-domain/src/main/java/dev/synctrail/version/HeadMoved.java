package dev.synctrail.version;

import dev.synctrail.contenttype.TypeKey;
import java.util.List;

/** The head is not the version the caller looked at: read it again, then decide. */
public final class HeadMoved extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HeadMoved(TypeKey typeKey, Committing.Expected expected, List<VersionId> head) {
    super(
        head.isEmpty()
            ? "The type \"%s\" has no version, so not %s either".formatted(typeKey, expected)
            : "The head of \"%s\" is %s, not %s".formatted(typeKey, head.get(0), expected));
  }
}
