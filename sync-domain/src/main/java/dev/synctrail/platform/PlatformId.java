package dev.synctrail.platform;

import java.util.regex.Pattern;

/**
 * The operator's name for a configured platform; part of configuration keys, hence its alphabet.
 *
 * @param value 1 to 64 lower-case letters and digits
 */
public record PlatformId(String value) {
  private static final Pattern LEGAL = Pattern.compile("[a-z0-9]{1,64}");

  /** The platform that is meant where one may be left out. */
  public static final PlatformId DEFAULT = new PlatformId("optimizely");

  /**
   * @throws IllegalArgumentException when the value is not a legal id
   */
  public PlatformId {
    if (!isLegal(value)) {
      throw new IllegalArgumentException(
          "A platform id must have 1 to 64 lower-case letters and digits");
    }
  }

  /** Tells whether {@code value} could be an id, for those who report instead of throw. */
  public static boolean isLegal(String value) {
    return LEGAL.matcher(value).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
