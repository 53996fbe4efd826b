package dev.synctrail.integration.optimizely.standin;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which requests a fault befalls.
 *
 * @param method the HTTP method, several with {@code |} between, or {@code *}
 * @param path the path without query, with or without the version in front; {@code *} stands for
 *     any characters
 * @param nth the first matching request it befalls, counted from 1 when the rule is made
 * @param times how many in a row from there
 */
public record Rule(String method, String path, int nth, int times, Fault fault) {
  /** For a fault that stays. */
  public static final int ALWAYS = Integer.MAX_VALUE;

  public Rule {
    if (nth < 1 || times < 1) {
      throw new IllegalArgumentException("A rule counts from 1");
    }
  }

  /** The fault befalls the next matching request, once. */
  public static Rule once(String method, String path, Fault fault) {
    return new Rule(method, path, 1, 1, fault);
  }

  /** The fault befalls every matching request. */
  public static Rule always(String method, String path, Fault fault) {
    return new Rule(method, path, 1, ALWAYS, fault);
  }

  boolean matches(String requestMethod, String fullPath, String pathInVersion) {
    if (!method.equals("*") && !List.of(method.split("\\|")).contains(requestMethod)) {
      return false;
    }
    Pattern pattern = Pattern.compile(Pattern.quote(path).replace("*", "\\E.*\\Q"), Pattern.DOTALL);
    return pattern.matcher(fullPath).matches() || pattern.matcher(pathInVersion).matches();
  }

  boolean befalls(long count) {
    return count >= nth && count - nth < times;
  }
}
