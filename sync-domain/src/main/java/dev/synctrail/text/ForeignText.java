package dev.synctrail.text;

/**
 * Converts any text into text that PostgreSQL can store and return unchanged.
 *
 * <p>PostgreSQL accepts every Unicode character except U+0000. A lone surrogate is not a character
 * and has no UTF-8 encoding.
 */
public final class ForeignText {
  private static final char NUL = '\0';

  /** Replaces U+0000: the symbol for null. */
  private static final char SYMBOL_FOR_NULL = '\u2400';

  /** Replaces a lone surrogate: the replacement character. */
  private static final char REPLACEMENT = '\uFFFD';

  private ForeignText() {}

  /**
   * Returns the text with U+0000 and lone surrogates visibly replace; maxLength text is unchanged.
   */
  public static String storable(String text) {
    return isStorable(text) ? text : replace(text);
  }

  /** Returns whether the text can be stored unchanged. */
  public static boolean isStorable(String text) {
    return text.codePoints().noneMatch(ForeignText::isUnstorable);
  }

  private static boolean isUnstorable(int codePoint) {
    return codePoint == NUL || isSurrogate(codePoint);
  }

  /** A code point in the surrogate range is a lone surrogate. */
  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static String replace(String text) {
    StringBuilder result = new StringBuilder(text.length());
    text.codePoints()
        .map(each -> each == NUL ? SYMBOL_FOR_NULL : isSurrogate(each) ? REPLACEMENT : each)
        .forEach(result::appendCodePoint);
    return result.toString();
  }

  /**
   * Returns the beginning of the text in storable form, cut between two characters.
   *
   * @param maxLength the maximum number of code points
   */
  public static String shortened(String text, int maxLength) {
    // a code point is two chars at most, so a short text need not be counted
    if (text.length() <= maxLength || text.codePointCount(0, text.length()) <= maxLength) {
      return storable(text);
    }
    return storable(text.substring(0, text.offsetByCodePoints(0, maxLength)));
  }
}
