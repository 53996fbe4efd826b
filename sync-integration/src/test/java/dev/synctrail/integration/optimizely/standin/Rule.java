package dev.synctrail.integration.optimizely.standin;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The requests to which a fault applies.
 *
 * @param method the HTTP method, several separated by {@code |}, or {@code *}
 * @param path the path without query, with or without the version prefix; {@code *} matches any
 *     characters
 * @param nth the first matching request to which it applies, counted from 1 since the rule was
 *     created
 * @param times to how many consecutive matching requests it applies
 */
public record Rule(String method, String path, int nth, int times, Fault fault) {
  /** For a permanent fault. */
  public static final int ALWAYS = Integer.MAX_VALUE;

  public Rule {
    if (nth < 1 || times < 1) {
      throw new IllegalArgumentException("A rule counts from 1");
    }
  }

  /** Applies the fault to the next matching request, once. */
  public static Rule once(String method, String path, Fault fault) {
    return new Rule(method, path, 1, 1, fault);
  }

  /** Applies the fault to every matching request. */
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

  boolean applies(long count) {
    return count >= nth && count - nth < times;
  }
}
