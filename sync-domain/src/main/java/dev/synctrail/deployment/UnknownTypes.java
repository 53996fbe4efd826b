package dev.synctrail.deployment;

import dev.synctrail.contenttype.TypeKey;
import java.util.List;
import java.util.stream.Collectors;

/** Thrown when requested types have no version here, so that there is nothing to push. */
public final class UnknownTypes extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<TypeKey> typeKeys;

  UnknownTypes(List<TypeKey> typeKeys) {
    super(
        "No version is stored of "
            + typeKeys.stream().map(TypeKey::value).collect(Collectors.joining(", ")));
    this.typeKeys = List.copyOf(typeKeys);
  }

  /** Returns the unknown types, in the requested order. */
  public List<TypeKey> typeKeys() {
    return typeKeys;
  }
}
