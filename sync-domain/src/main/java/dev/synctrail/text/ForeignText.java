package dev.synctrail.text;

/**
 * Turns any text into text that PostgreSQL stores and that reads back the same.
 *
 * <p>PostgreSQL takes every Unicode character except U+0000. A surrogate without its other half is
 * no character, and has no UTF-8 form.
 */
public final class ForeignText {
  private static final char NUL = '\0';

  /** What is shown in place of U+0000: the symbol for it. */
  private static final char SYMBOL_FOR_NULL = '\u2400';

  /** What is shown in place of a lone surrogate: the replacement character. */
  private static final char REPLACEMENT = '\uFFFD';

  private ForeignText() {}

  /** Returns the text with U+0000 and lone surrogates visibly replaced; most text is unchanged. */
  public static String storable(String text) {
    return isStorable(text) ? text : replaced(text);
  }

  /** Tells whether the text is stored as it is. */
  public static boolean isStorable(String text) {
    return text.codePoints().noneMatch(ForeignText::isRefused);
  }

  private static boolean isRefused(int codePoint) {
    return codePoint == NUL || isSurrogate(codePoint);
  }

  /** A code point that is a surrogate is one without its other half. */
  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static String replaced(String text) {
    StringBuilder replaced = new StringBuilder(text.length());
    text.codePoints()
        .map(each -> each == NUL ? SYMBOL_FOR_NULL : isSurrogate(each) ? REPLACEMENT : each)
        .forEach(replaced::appendCodePoint);
    return replaced.toString();
  }

  /**
   * Returns the beginning of the text, storable, cut between two characters.
   *
   * @param most how many code points are kept
   */
  public static String shortened(String text, int most) {
    // a code point is two chars at most, so a short text need not be counted
    if (text.length() <= most || text.codePointCount(0, text.length()) <= most) {
      return storable(text);
    }
    return storable(text.substring(0, text.offsetByCodePoints(0, most)));
  }
}
