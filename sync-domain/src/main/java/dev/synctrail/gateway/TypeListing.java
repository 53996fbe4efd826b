package dev.synctrail.gateway;

import dev.synctrail.contenttype.TypeKey;
import java.util.List;

/**
 * The complete list of a platform's types.
 *
 * @param typeKeys the user-defined types, in order
 * @param skipped listed items that cannot be pulled; they are reported, not dropped
 */
public record TypeListing(List<TypeKey> typeKeys, List<Skipped> skipped) {
  public TypeListing {
    typeKeys = List.copyOf(typeKeys);
    skipped = List.copyOf(skipped);
  }

  /** Creates a list in which every item can be pulled. */
  public static TypeListing of(List<TypeKey> typeKeys) {
    return new TypeListing(typeKeys, List.of());
  }

  /**
   * A listed item that cannot be pulled.
   *
   * @param name its key as the platform writes it, or its position if it has none
   * @param reason why, as a sentence
   */
  public record Skipped(String name, String reason) {}
}
