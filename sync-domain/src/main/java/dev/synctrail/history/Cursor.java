package dev.synctrail.history;

import dev.synctrail.snapshot.Checksum;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A position in a list with one filter and order, for keyset pagination.
 *
 * <p>Its text form is opaque and contains a digest of the position and the list, so that an altered
 * cursor, or a cursor of another filter, is rejected instead of returning the wrong page. A cursor
 * is not a secret and grants no access: a forged one only selects another page of a list that the
 * client may read anyway.
 *
 * @param backwards whether the page is before the entry instead of after it
 * @param key the key of the entry at the position, as formatted by the list
 */
record Cursor(boolean backwards, String key) {
  private static final int DIGEST = 16;

  /** Formats the cursor for the list that {@code scope} describes. */
  String text(String scope) {
    String position = (backwards ? '<' : '>') + key;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((digest(scope, position) + position).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Parses the result of {@link #text} for the same scope.
   *
   * @throws InvalidCursor if the text is not a cursor of this scope
   */
  static Cursor read(String text, String scope) {
    String position = position(text);
    Cursor cursor = new Cursor(position.charAt(0) == '<', position.substring(1));
    if (!cursor.text(scope).equals(text)) {
      throw new InvalidCursor();
    }
    return cursor;
  }

  private static String position(String text) {
    try {
      String decoded = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      if (decoded.length() <= DIGEST) {
        throw new InvalidCursor();
      }
      return decoded.substring(DIGEST);
    } catch (IllegalArgumentException e) {
      throw new InvalidCursor(e);
    }
  }

  private static String digest(String scope, String position) {
    byte[] all = (scope + '\n' + position).getBytes(StandardCharsets.UTF_8);
    return Checksum.of(all).hex().substring(0, DIGEST);
  }
}
