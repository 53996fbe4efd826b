package dev.synctrail.persistence.tracking;

import dev.synctrail.platform.PushFlag;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Manners of a push in a column: their names in order, none for nothing particular. */
public final class PushFlagColumn {
  private PushFlagColumn() {}

  static @Nullable String text(Set<PushFlag> manners) {
    return manners.isEmpty()
        ? null
        : manners.stream().sorted().map(PushFlag::name).collect(Collectors.joining(","));
  }

  /** Reads what {@link #text} writes. */
  public static Set<PushFlag> of(@Nullable String text) {
    return text == null
        ? Set.of()
        : Stream.of(text.split(",")).map(PushFlag::valueOf).collect(Collectors.toUnmodifiableSet());
  }
}
