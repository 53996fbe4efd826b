package dev.synctrail.integration.optimizely.standin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of a request target, each with its values. */
record Query(Map<String, List<String>> values) {
  static Query of(String target) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    int mark = target.indexOf('?');
    if (mark >= 0) {
      for (String pair : target.substring(mark + 1).split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        values
            .computeIfAbsent(decode(name), key -> new ArrayList<>())
            .add(equals < 0 ? "" : decode(pair.substring(equals + 1)));
      }
    }
    return new Query(values);
  }

  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  String first(String name) {
    return values.getOrDefault(name, List.of("")).get(0);
  }

  /** Returns a whole number: {@code usual} when the parameter is missing, -1 when it is invalid. */
  int number(String name, int usual) {
    if (!values.containsKey(name)) {
      return usual;
    }
    try {
      return Integer.parseInt(first(name));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  static String decode(String value) {
    return URLDecoder.decode(value, StandardCharsets.UTF_8);
  }
}
