package dev.synctrail.version;

import dev.synctrail.contenttype.TypeKey;
import java.util.List;
import java.util.stream.Collectors;

/** A version is to build on some that the type does not have: name others. */
public final class UnknownParents extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<VersionId> unknown;

  UnknownParents(TypeKey typeKey, List<VersionId> unknown) {
    super(
        "The type \"%s\" has no version %s"
            .formatted(
                typeKey, unknown.stream().map(VersionId::hex).collect(Collectors.joining(", "))));
    this.unknown = List.copyOf(unknown);
  }

  /** Returns the parents that are not there. */
  public List<VersionId> unknown() {
    return unknown;
  }
}
