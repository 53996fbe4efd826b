package dev.synctrail.version;

import dev.synctrail.contenttype.TypeKey;
import java.util.List;
import java.util.stream.Collectors;

/** Thrown if a commit names parents that are not versions of the type. */
public final class UnknownParents extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<VersionId> unknown;

  UnknownParents(TypeKey typeKey, List<VersionId> unknown) {
    super(
        "Type \"%s\" has no version %s"
            .formatted(
                typeKey, unknown.stream().map(VersionId::hex).collect(Collectors.joining(", "))));
    this.unknown = List.copyOf(unknown);
  }

  /** Returns the parents that do not exist. */
  public List<VersionId> unknown() {
    return unknown;
  }
}
