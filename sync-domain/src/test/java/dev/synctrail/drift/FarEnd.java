package dev.synctrail.drift;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformGateway;
import java.util.Optional;

/** A platform, for those who change it behind our back and make it misbehave. */
public interface FarEnd {

  /** What goes wrong with a push. */
  enum Trouble {
    ANSWER_LOST,
    WRITE_LOST,
    KILLED_BEFORE,
    KILLED_AFTER,
    UNREADABLE,
    REFUSED
  }

  /** Returns how we reach it. */
  PlatformGateway gateway();

  /** Returns what we know of it. */
  Platform platform();

  /** Returns which content a type has there. */
  Optional<Integer> held(TypeKey typeKey);

  /** Gives a type a content. */
  void holds(TypeKey typeKey, int content);

  /** Takes a type away. */
  void lacks(TypeKey typeKey);

  /** Lets the next push of a type go wrong. */
  void befall(TypeKey typeKey, Trouble trouble);

  /** Forgets what has not gone wrong yet. */
  void calm();

  /** Returns a content as it is sent. */
  static String content(TypeKey typeKey, int number) {
    return "{\"key\":\"%s\",\"baseType\":\"_page\",\"displayName\":\"%d\"}"
        .formatted(typeKey, number);
  }
}
