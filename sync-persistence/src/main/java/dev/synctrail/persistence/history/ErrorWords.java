package dev.synctrail.persistence.history;

import static java.util.stream.Collectors.joining;

import dev.synctrail.persistence.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The condition on error messages that contain words. Each word is a regular expression, because
 * the index of the parts of messages serves these as well: no second index for words is needed.
 */
final class ErrorWords {
  private static final Pattern TERM = Pattern.compile("(-?)(?:\"([^\"]*)\"?|([^\\s\"]+))");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}\\p{M}]+");
  private static final String BEFORE_WORD = "(^|[^[:alnum:]])";
  private static final String TO_NEXT_WORD = "[[:alnum:]]*[^[:alnum:]]+";

  private ErrorWords() {}

  /**
   * Adds the condition for a text: words at the beginning of words, a phrase in quotes, {@code or}
   * between alternatives, and {@code -} before what must not occur.
   */
  static void addCondition(Sql sql, String text) {
    List<Sql> alternatives = new ArrayList<>();
    Sql current = new Sql("");
    Matcher terms = TERM.matcher(text);
    while (terms.find()) {
      if ("or".equalsIgnoreCase(terms.group())) {
        alternatives.add(current);
        current = new Sql("");
      } else {
        boolean excluded = !terms.group(1).isEmpty();
        String phrase = terms.group(2);
        for (String expression : phrase == null ? each(terms.group(3)) : phrase(phrase)) {
          current.add(
              (current.parameters().isEmpty() ? "" : " and ")
                  + (excluded ? "error_message !~* ?" : "error_message ~* ?"),
              expression);
        }
      }
    }
    alternatives.add(current);
    alternatives.removeIf(alternative -> alternative.parameters().isEmpty());
    sql.add(" and error_message is not null and (");
    String between = "";
    for (Sql alternative : alternatives) {
      sql.add(between).add(alternative);
      between = " or ";
    }
    sql.add(alternatives.isEmpty() ? "false)" : ")");
  }

  private static List<String> each(String term) {
    return words(term).stream().map(BEFORE_WORD::concat).toList();
  }

  private static List<String> phrase(String phrase) {
    List<String> words = words(phrase);
    return words.isEmpty()
        ? List.of()
        : List.of(words.stream().collect(joining(TO_NEXT_WORD, BEFORE_WORD, "")));
  }

  private static List<String> words(String text) {
    return WORD.matcher(text).results().map(result -> result.group()).toList();
  }
}
