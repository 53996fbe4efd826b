package dev.synctrail.web.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** Formats sizes, durations and states, the same on every page. */
@Named
@RequestScoped
public class Wording {
  public static final String NOT_KNOWN = "–";

  private final PageZone pageZone;

  @Inject
  Wording(PageZone pageZone) {
    this.pageZone = pageZone;
  }

  /** Returns a symbol for a status, so that it does not depend on colour alone. */
  public String symbol(Object status) {
    return switch (String.valueOf(status)) {
      case "QUEUED", "PENDING" -> "…";
      case "IN_PROGRESS", "RUNNING" -> "↻";
      case "SUCCESS", "COMPLETED", "DONE", "IN_SYNC", "CONFIRMED", "ACCEPTED", "RESOLVED", "NONE" ->
          "✓";
      case "PARTIAL", "DRIFTED", "OPEN", "CONFLICT" -> "⚠";
      case "FAILED", "MISSING", "GONE", "REFUSED" -> "✗";
      case "MODIFIED", "ALTERED", "UPDATE" -> "≠";
      case "UNTRACKED", "CREATE" -> "+";
      case "DELETE" -> "−";
      case "SUPERSEDED", "BEHIND" -> "↥";
      case "PINNED" -> "⚑";
      case "NEVER_PUSHED" -> "○";
      case "CANCELLED" -> "⊘";
      default -> "?";
    };
  }

  /** Returns a readable duration. */
  public String duration(@Nullable Number milliseconds) {
    if (milliseconds == null) {
      return NOT_KNOWN;
    }
    long ms = Math.round(milliseconds.doubleValue());
    if (ms < 1_000) {
      return ms + " ms";
    }
    if (ms < 60_000) {
      return number(ms / 1_000.0, 1) + " s";
    }
    return ms < 3_600_000
        ? "%d min %02d s".formatted(ms / 60_000, ms / 1_000 % 60)
        : "%d h %02d min".formatted(ms / 3_600_000, ms / 60_000 % 60);
  }

  /** Returns a readable number of bytes. */
  public String size(@Nullable Number bytes) {
    if (bytes == null) {
      return NOT_KNOWN;
    }
    double size = bytes.doubleValue();
    if (size < 1_000) {
      return bytes + " B";
    }
    return size < 1_000_000 ? number(size / 1_000, 1) + " kB" : number(size / 1_000_000, 1) + " MB";
  }

  /** Returns a rate as a percentage. */
  public String percent(@Nullable Number rate) {
    return rate == null ? NOT_KNOWN : number(rate.doubleValue(), 1) + " %";
  }

  /** Returns a whole number with grouped thousands. */
  public String count(@Nullable Number number) {
    return number == null ? NOT_KNOWN : number(number.doubleValue(), 0);
  }

  /** Returns the text encoded for a query string. */
  public String encoded(@Nullable String text) {
    return text == null ? "" : PageAddress.encoded(text);
  }

  /** Returns the first 12 characters of an id or a checksum. */
  public String brief(@Nullable Object id) {
    String text = String.valueOf(id);
    return id == null ? NOT_KNOWN : text.length() <= 12 ? text : text.substring(0, 12) + "…";
  }

  private static String number(double number, int digits) {
    NumberFormat format = NumberFormat.getNumberInstance(locale());
    format.setMaximumFractionDigits(digits);
    return format.format(number);
  }

  static Locale locale() {
    FacesContext faces = FacesContext.getCurrentInstance();
    return faces == null || faces.getViewRoot() == null
        ? Locale.ENGLISH
        : faces.getViewRoot().getLocale();
  }

  /** Returns a text with two values in the reader's language. */
  public String format(String key, Object first, Object second) {
    return PageContext.text(key, first, second);
  }

  /** Returns a text about a number of things in the reader's language. */
  public String counted(String key, Number number) {
    return PageContext.text(key, number);
  }

  /** Returns a text in the reader's language, or the key if there is no text. */
  public String text(String key) {
    try {
      return texts().getString(key);
    } catch (MissingResourceException e) {
      return key;
    }
  }

  /** Returns the label of a constant, such as {@code failure.TIMEOUT}; a dash if it is null. */
  public String label(String kind, @Nullable Object constant) {
    return constant == null ? NOT_KNOWN : SentenceCatalog.label(texts(), kind, constant.toString());
  }

  /**
   * Returns a sentence of the domain in the reader's language; what a platform or a user wrote is
   * returned unchanged.
   */
  public String said(@Nullable Object sentence) {
    if (sentence == null) {
      return "";
    }
    Locale locale = locale();
    return new SentenceCatalog(locale, texts(), this::parameter).translate(sentence.toString());
  }

  private String parameter(String kind, String text) {
    return switch (kind) {
      case "time" -> pageZone.shown(Instant.parse(text));
      case "duration" -> duration(Duration.parse(text).toMillis());
      default -> text;
    };
  }

  private static ResourceBundle texts() {
    FacesContext faces = FacesContext.getCurrentInstance();
    return faces.getApplication().getResourceBundle(faces, "msg");
  }
}
