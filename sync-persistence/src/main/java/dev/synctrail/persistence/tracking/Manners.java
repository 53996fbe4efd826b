package dev.synctrail.persistence.tracking;

import dev.synctrail.platform.Manner;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Manners of a push in a column: their names in order, none for nothing particular. */
public final class Manners {
  private Manners() {}

  static @Nullable String text(Set<Manner> manners) {
    return manners.isEmpty()
        ? null
        : manners.stream().sorted().map(Manner::name).collect(Collectors.joining(","));
  }

  /** Reads what {@link #text} writes. */
  public static Set<Manner> of(@Nullable String text) {
    return text == null
        ? Set.of()
        : Stream.of(text.split(",")).map(Manner::valueOf).collect(Collectors.toUnmodifiableSet());
  }
}
