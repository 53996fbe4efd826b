package dev.synctrail.history;

import dev.synctrail.snapshot.Checksum;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A place between two entries of one list, under one filter and order.
 *
 * <p>As text it is opaque and carries a digest of itself and of the list it belongs to, so that an
 * altered one, or one of another filter, is refused instead of answered with the wrong page. It is
 * no secret and grants nothing: whoever makes one up gets another page of a list that is theirs.
 *
 * @param backwards whether the page lies before the entry instead of after it
 * @param key of the entry beside the place, as the list writes it
 */
record Cursor(boolean backwards, String key) {
  private static final int DIGEST = 16;

  /** Writes it for the list that {@code scope} describes. */
  String text(String scope) {
    String place = (backwards ? '<' : '>') + key;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((digest(scope, place) + place).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads what {@link #text} wrote for the same scope.
   *
   * @throws InvalidCursor when it did not
   */
  static Cursor read(String text, String scope) {
    String place = place(text);
    Cursor cursor = new Cursor(place.charAt(0) == '<', place.substring(1));
    if (!cursor.text(scope).equals(text)) {
      throw new InvalidCursor();
    }
    return cursor;
  }

  private static String place(String text) {
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

  private static String digest(String scope, String place) {
    byte[] all = (scope + '\n' + place).getBytes(StandardCharsets.UTF_8);
    return Checksum.of(all).hex().substring(0, DIGEST);
  }
}
