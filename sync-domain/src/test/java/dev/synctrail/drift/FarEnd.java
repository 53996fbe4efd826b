package dev.synctrail.drift;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.PlatformGateway;
import dev.synctrail.platform.Platform;
import java.util.Optional;

/** The platform side of a test: others change it, and it can be made to misbehave. */
public interface FarEnd {

  /** A fault that strikes a push. */
  enum Trouble {
    ANSWER_LOST,
    WRITE_LOST,
    KILLED_BEFORE,
    KILLED_AFTER,
    UNREADABLE,
    REFUSED
  }

  /** Returns the gateway to the platform. */
  PlatformGateway gateway();

  /** Returns the platform's configuration. */
  Platform platform();

  /** Returns the content of a type on the platform. */
  Optional<Integer> held(TypeKey typeKey);

  /** Puts a content on the platform. */
  void holds(TypeKey typeKey, int content);

  /** Removes a type from the platform. */
  void lacks(TypeKey typeKey);

  /** Makes the next push of a type fail in the given way. */
  void befall(TypeKey typeKey, Trouble trouble);

  /** Clears the faults that have not struck yet. */
  void calm();

  /** Returns a content in the form in which it is sent. */
  static String content(TypeKey typeKey, int number) {
    return "{\"key\":\"%s\",\"baseType\":\"_page\",\"displayName\":\"%d\"}"
        .formatted(typeKey, number);
  }
}
