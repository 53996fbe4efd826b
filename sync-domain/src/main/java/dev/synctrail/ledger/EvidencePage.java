package dev.synctrail.ledger;

import dev.synctrail.evidence.Closing;
import dev.synctrail.tlog.Note;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The page of a bundle that people read. It has no script, and everything in it is escaped. */
final class EvidencePage {
  private static final String STYLE =
      "body{font:1rem/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;"
          + "color-scheme:light dark}pre{white-space:pre-wrap;overflow-wrap:anywhere}"
          + "table{border-collapse:collapse;width:100%}"
          + "th,td{border-bottom:1px solid #8888;padding:.2rem .6rem .2rem 0;text-align:left;"
          + "vertical-align:top;overflow-wrap:anywhere}th{font-weight:normal;width:16rem}"
          + "h3{margin-bottom:0}";

  private static final int MAX_TEXT = 2_000;

  private final StringBuilder html = new StringBuilder();

  EvidencePage(EvidenceBundles.Request request, Instant made) {
    html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width\">")
        .append("<title>Evidence</title><style>")
        .append(STYLE)
        .append("</style></head>\n<body>\n<h1>Evidence</h1>\n<p>About ")
        .append(escape(request.filter()))
        .append(", made ")
        .append(made)
        .append(
            ".</p>\n<p>This page proves nothing by itself. <a href=\"README.txt\">README.txt</a>")
        .append(" says how to verify the bundle.</p>\n");
  }

  void begin(Note checkpoint, String keys) {
    html.append("<h2>Checkpoint</h2>\n<pre>")
        .append(escape(checkpoint.toString()))
        .append("</pre>\n<h2>Keys</h2>\n<pre>")
        .append(escape(keys))
        .append("</pre>\n");
  }

  void leaf(long leaf, LedgerEntry entry, List<LedgerEvidence.Value> values) {
    html.append("<h2 id=\"")
        .append(leaf)
        .append("\">Leaf ")
        .append(leaf)
        .append(", ")
        .append(entry.at())
        .append("</h2>\n<p>")
        .append(link("entries/" + leaf + ".json", "entry"))
        .append(" · ")
        .append(link("proofs/" + leaf + ".tlog-proof", "proof"))
        .append(" · ")
        .append(link("records/" + leaf + ".json", "values"))
        .append("</p>\n");
    for (int i = 0; i < entry.facts().size(); i++) {
      fact(i, entry.facts().get(i), values);
    }
  }

  private void fact(int index, Fact fact, List<LedgerEvidence.Value> values) {
    List<String> key = new ArrayList<>();
    fact.key().values().forEach(value -> key.add(text(value)));
    html.append("<h3>")
        .append(escape(fact.table() + " " + String.join(" ", key)))
        .append("</h3>\n");
    JsonObject row = fact.row();
    if (row == null) {
      html.append("<p>Deleted</p>\n");
      return;
    }
    if (fact.isFromBefore()) {
      html.append("<p>Recorded before the ledger began; this is what it was when it got its entry")
          .append("</p>\n");
    }
    html.append("<table>\n");
    row.forEach((column, value) -> line(column, escape(text(value))));
    fact.erased().forEach((column, by) -> line(column, "<em>erased by " + by + "</em>"));
    for (LedgerEvidence.Value value : values) {
      if (value.fact() == index) {
        line(value.column(), shown(value));
      }
    }
    html.append("</table>\n");
  }

  private void line(String column, String value) {
    html.append("<tr><th scope=\"row\">")
        .append(escape(column))
        .append("</th><td>")
        .append(value)
        .append("</td></tr>\n");
  }

  private static String shown(LedgerEvidence.Value value) {
    Closing closed = value.closed();
    if (closed != null) {
      return "<em>" + closed.name().toLowerCase(Locale.ROOT) + "</em>";
    }
    return value.payload() != null
        ? link("payloads/" + value.payload(), "payload")
        : escape(beginning(Objects.requireNonNull(value.text())));
  }

  /** The page of many syncs is held in memory; the records have the whole text. */
  private static String beginning(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
  }

  private static String link(String file, String text) {
    return "<a href=\"" + file + "\">" + text + "</a>";
  }

  String end() {
    return html.append("</body>\n</html>\n").toString();
  }

  private static String text(JsonValue value) {
    return value instanceof JsonString string ? string.getString() : value.toString();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
