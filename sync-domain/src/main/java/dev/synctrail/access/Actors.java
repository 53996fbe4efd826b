package dev.synctrail.access;

import java.util.stream.Stream;

/** In the records a name means one actor, so that two may not differ by case alone. */
final class Actors {
  private Actors() {}

  /** Returns whether a name, in any case, is or was that of a token or a person. */
  static boolean isTaken(String name, AccessTokens tokens, ConsoleUsers users) {
    return Stream.concat(
            tokens.all().stream().map(Token::name), users.all().stream().map(ConsoleUser::name))
        .anyMatch(name::equalsIgnoreCase);
  }
}
