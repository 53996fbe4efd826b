package dev.synctrail.persistence.tracking;

import dev.synctrail.gateway.PushFlag;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Stores push flags as their sorted names, separated by commas; no flags are null. */
public final class PushFlagColumn {
  private PushFlagColumn() {}

  static @Nullable String text(Set<PushFlag> flags) {
    return flags.isEmpty()
        ? null
        : flags.stream().sorted().map(PushFlag::name).collect(Collectors.joining(","));
  }

  /** Parses the text that {@link #text} returns. */
  public static Set<PushFlag> of(@Nullable String text) {
    return text == null
        ? Set.of()
        : Stream.of(text.split(",")).map(PushFlag::valueOf).collect(Collectors.toUnmodifiableSet());
  }
}
