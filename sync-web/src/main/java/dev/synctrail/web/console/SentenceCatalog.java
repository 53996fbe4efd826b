package dev.synctrail.web.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.function.BinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The catalogue of the sentences that the domain and the adapters say, with their German wording.
 *
 * <p>Such a sentence is English where it is stored, exported, searched and answered over REST. It
 * is made from a template and parameters, and the catalogue knows every template: it recognizes the
 * sentence, and words it again from the same parameters. So a sentence that was stored years ago is
 * worded as well, and what a platform or a user wrote stays as it is.
 *
 * <p>The file has the format of GNU gettext; a template is its own key. A placeholder is named by
 * the kind of its parameter, which limits what it matches. <code>{number|sync|syncs}</code> is a
 * number followed by the word for one or for several.
 */
final class SentenceCatalog {
  private static final String FILE = "sentences_de.po";
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\{([A-Za-z][A-Za-z0-9._]*)(?:\\|([^|{}]*)\\|([^|{}]*))?}");

  /** Parameters that are sentences, or lists of a member and a sentence about it. */
  private static final List<String> NESTED =
      List.of("sentence", "fault", "faults", "reasons", "losses");

  private static final String SEPARATOR = "; ";

  /** The maximum number of separators within a sentence that details follow, plus one. */
  private static final int MAX_CLAUSES = 4;

  /** The maximum number of details that are worded; a text from outside may have thousands. */
  private static final int MAX_DETAILS = 50;

  private static final List<String> TEXTS = List.of("text", "list");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+(\\.[0-9]+)?");

  /** Parameters that are constants; their labels have the kind as the first part of the key. */
  private static final List<String> CONSTANTS =
      List.of("status", "resolution", "settledBy", "trigger", "purpose", "operation");

  /** What a parameter of a kind looks like; anything if the kind is not listed. */
  private static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry("id", "[0-9A-Fa-f-]{8,64}|<id>|<hash>|…"),
          Map.entry("number", "[0-9]+(?:\\.[0-9]+)?|<number>"),
          Map.entry("integer", "-?[0-9]+|<number>"),
          Map.entry("time", "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z|<time>"),
          Map.entry("duration", "P[0-9A-Z.]+"),
          Map.entry("status", "[A-Z][A-Z_]*"),
          Map.entry("resolution", "[A-Z][A-Z_]*"),
          Map.entry("settledBy", "[A-Z][A-Z_]*"),
          Map.entry("trigger", "[A-Z][A-Z_]*"),
          Map.entry("purpose", "[A-Z][A-Z_]*"),
          Map.entry("right", "[A-Z][A-Z_]*"),
          Map.entry("operation", "[a-z]+"),
          Map.entry("work", "[a-z][a-z -]*"),
          Map.entry("type", "[A-Za-z_][A-Za-z0-9_]*|<type>|<id>"),
          Map.entry("platform", "[a-z0-9-]+|<id>"),
          Map.entry("request", "[A-Z]+ \\S+(?: \\([^)]*\\))?"),
          Map.entry("pointer", "[^\" ]*"),
          Map.entry("word", "\\S+"));

  private static final List<Entry> ENTRIES = read();

  private final Locale locale;
  private final ResourceBundle texts;
  private final BinaryOperator<String> values;

  /**
   * @param locale the language of the sentences
   * @param texts the labels of constants
   * @param values formats the text of a parameter, given its kind
   */
  SentenceCatalog(Locale locale, ResourceBundle texts, BinaryOperator<String> values) {
    this.locale = locale;
    this.texts = texts;
    this.values = values;
  }

  /** Returns the label of a constant: the text of its kind, or the text for all kinds. */
  static String label(ResourceBundle texts, String kind, String constant) {
    String key = kind + "." + constant;
    return texts.containsKey(key)
        ? texts.getString(key)
        : texts.containsKey(constant) ? texts.getString(constant) : constant;
  }

  /** Returns all templates. */
  static List<String> templates() {
    return ENTRIES.stream().map(Entry::template).toList();
  }

  /** Returns the sentence worded for the reader; unchanged if it is not one of ours. */
  String translate(String text) {
    return sentence(text).or(() -> withDetails(text)).orElseGet(() -> detail(text));
  }

  private Optional<String> sentence(String text) {
    // a failure pattern replaces a quoted text together with its quotes
    String quoted = text.replace("<text>", "\"<text>\"");
    for (Entry entry : ENTRIES) {
      if (quoted.startsWith(entry.prefix()) && quoted.contains(entry.longest())) {
        Matcher match = entry.pattern().matcher(quoted);
        if (match.matches()) {
          return Optional.of(filled(entry, match));
        }
      }
    }
    return Optional.empty();
  }

  private String filled(Entry entry, Matcher match) {
    return PLACEHOLDER
        .matcher(isGerman() ? entry.german() : entry.template())
        .replaceAll(
            placeholder -> {
              String name = placeholder.group(1);
              String value = match.group(entry.names().indexOf(name) + 1);
              String counted = placeholder.group(value.equals("1") ? 2 : 3);
              String worded = parameter(kind(name), value);
              return Matcher.quoteReplacement(counted == null ? worded : worded + " " + counted);
            });
  }

  private String parameter(String kind, String value) {
    if (NESTED.contains(kind)) {
      return details(value);
    }
    if (value.startsWith("<")) { // the placeholder of a failure pattern
      return value;
    }
    if (kind.equals("right")) {
      return value + " (" + label(texts, kind, value) + ")";
    }
    if (CONSTANTS.contains(kind)) {
      String label = label(texts, kind, value.toUpperCase(Locale.ROOT));
      // German nouns keep their capital letter, and a label in German stands in quotes
      return isGerman() ? label : label.toLowerCase(locale);
    }
    boolean fact = !KINDS.containsKey(kind) && !TEXTS.contains(kind);
    return kind.equals("number") || (fact && NUMBER.matcher(value).matches())
        ? number(value)
        : values.apply(kind, value);
  }

  /** Groups the digits of a number; the domain writes numbers without grouping. */
  private String number(String value) {
    return NumberFormat.getNumberInstance(locale).format(new BigDecimal(value));
  }

  private boolean isGerman() {
    return locale.getLanguage().equals("de");
  }

  /** A failure names the members at fault after its sentence. */
  private Optional<String> withDetails(String text) {
    int at = text.indexOf(SEPARATOR);
    for (int i = 0; i < MAX_CLAUSES && at >= 0; i++) {
      Optional<String> first = sentence(text.substring(0, at));
      if (first.isPresent()) {
        String rest = text.substring(at + SEPARATOR.length());
        return Optional.of(first.get() + SEPARATOR + details(rest));
      }
      at = text.indexOf(SEPARATOR, at + 1);
    }
    return Optional.empty();
  }

  /** Words a list of sentences and of members with a sentence each. */
  private String details(String text) {
    Optional<String> whole = sentence(text);
    if (whole.isPresent()) {
      return whole.get();
    }
    List<String> parts = List.of(text.split(SEPARATOR, MAX_DETAILS));
    List<String> worded = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      String own = detail(part);
      if (own.equals(part) && i + 1 < parts.size()) {
        // a sentence may contain the separator
        String longer = part + SEPARATOR + parts.get(i + 1);
        String wordedLonger = detail(longer);
        if (!wordedLonger.equals(longer)) {
          own = wordedLonger;
          i++;
        }
      }
      worded.add(own);
    }
    return String.join(SEPARATOR, worded);
  }

  /**
   * Words a sentence that may follow the name of a member and a space, or of a thing and a colon.
   */
  private String detail(String text) {
    return sentence(text).or(() -> after(text, ": ")).or(() -> after(text, " ")).orElse(text);
  }

  private Optional<String> after(String text, String separator) {
    int at = text.indexOf(separator);
    return at < 0
        ? Optional.empty()
        : sentence(text.substring(at + separator.length()))
            .map(
                worded -> {
                  String before = text.substring(0, at);
                  return sentence(before).orElse(before) + separator + worded;
                });
  }

  private static String kind(String name) {
    return name.replaceAll("[0-9]+$", "");
  }

  /**
   * A template and its wording.
   *
   * @param prefix the text before the first placeholder
   * @param longest the longest text between placeholders; comparing it first is much faster
   * @param names the placeholders in the order of the groups of the pattern
   */
  private record Entry(
      String template,
      String german,
      String prefix,
      String longest,
      List<String> names,
      Pattern pattern) {

    static Entry of(String template, String german) {
      Matcher placeholder = PLACEHOLDER.matcher(template);
      StringBuilder pattern = new StringBuilder();
      List<String> names = new ArrayList<>();
      int end = 0;
      while (placeholder.find()) {
        String name = placeholder.group(1);
        pattern
            .append(Pattern.quote(template.substring(end, placeholder.start())))
            .append('(')
            .append(name.indexOf('.') > 0 ? "\\S+" : KINDS.getOrDefault(kind(name), ".+?"))
            .append(')');
        if (placeholder.group(2) != null) {
          pattern.append(" (?:").append(Pattern.quote(placeholder.group(2))).append('|');
          pattern.append(Pattern.quote(placeholder.group(3))).append(')');
        }
        names.add(name);
        end = placeholder.end();
      }
      pattern.append(Pattern.quote(template.substring(end)));
      List<String> own = List.of(PLACEHOLDER.split(template, -1));
      return new Entry(
          template,
          german,
          own.get(0),
          Collections.max(own, Comparator.comparingInt(String::length)),
          List.copyOf(names),
          Pattern.compile(pattern.toString(), Pattern.DOTALL));
    }

    /** Templates with more text of their own are tried first. */
    int ownLength() {
      return PLACEHOLDER.matcher(template).replaceAll("").length();
    }
  }

  private static List<Entry> read() {
    List<Entry> entries = new ArrayList<>();
    try (InputStream in = SentenceCatalog.class.getResourceAsStream(FILE)) {
      String file =
          new String(
              Objects.requireNonNull(in, FILE + " is missing").readAllBytes(),
              StandardCharsets.UTF_8);
      String template = "";
      for (String line : file.lines().toList()) {
        if (line.startsWith("msgid ")) {
          template = unquoted(line.substring("msgid ".length()));
        } else if (line.startsWith("msgstr ") && !template.isEmpty()) {
          entries.add(Entry.of(template, unquoted(line.substring("msgstr ".length()))));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    entries.sort(Comparator.comparingInt(Entry::ownLength).reversed());
    return List.copyOf(entries);
  }

  private static String unquoted(String text) {
    return text.substring(1, text.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\");
  }
}
