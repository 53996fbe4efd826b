package dev.synctrail.platform;

import dev.synctrail.contenttype.TypeKey;
import java.util.List;

/**
 * What the list of a platform's types holds, read to its end.
 *
 * @param typeKeys the types that a person made, in order
 * @param skipped what else is listed and cannot be taken; it is told, not dropped
 */
public record TypeListing(List<TypeKey> typeKeys, List<Skipped> skipped) {
  public TypeListing {
    typeKeys = List.copyOf(typeKeys);
    skipped = List.copyOf(skipped);
  }

  /** A list of which everything can be taken. */
  public static TypeListing of(List<TypeKey> typeKeys) {
    return new TypeListing(typeKeys, List.of());
  }

  /**
   * A listed item that cannot be taken.
   *
   * @param name its key as the platform writes it, or its place where it has none
   * @param reason why, as a sentence
   */
  public record Skipped(String name, String reason) {}
}
