package dev.synctrail.deployment;

import dev.synctrail.contenttype.TypeKey;
import java.util.List;

/** Some of the types asked for have no version here, so there is nothing to push. */
public final class UnknownTypes extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<TypeKey> typeKeys;

  UnknownTypes(List<TypeKey> typeKeys) {
    super("No version is stored of " + typeKeys);
    this.typeKeys = List.copyOf(typeKeys);
  }

  /** Returns the types that are not known, in the order asked for. */
  public List<TypeKey> typeKeys() {
    return typeKeys;
  }
}
