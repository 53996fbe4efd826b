package dev.synctrail.web.console;

import dev.synctrail.tracking.Intent;
import dev.synctrail.web.access.PublicUrl;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.Principal;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** The current request to a console page: user, parameters, messages and redirects. */
@RequestScoped
public class PageContext {
  private static final String MESSAGES = "dev.synctrail.pending";

  /** The header that {@code console.js} sends when it refreshes a page. */
  private static final String REFRESH = "Synctrail-Refresh";

  private static final int MAX_REASON_LENGTH = 1_000;

  private final HttpServletRequest request;
  private final Wording wording;
  private final PublicUrl publicUrl;

  @Inject
  PageContext(HttpServletRequest request, Wording wording, PublicUrl publicUrl) {
    this.request = request;
    this.wording = wording;
    this.publicUrl = publicUrl;
  }

  /** Returns the authenticated name. */
  public String actor() {
    Principal user = request.getUserPrincipal();
    if (user == null) {
      throw new IllegalStateException("No user is signed in");
    }
    return user.getName();
  }

  /** Returns the user and the reason as the cause of a sync. */
  public Intent.Cause cause(@Nullable String reason) {
    return new Intent.Cause(
        actor(), null, reason == null || reason.isBlank() ? null : reason, null, null, null, null);
  }

  /** Tells whether the script refreshes the live part of a page. */
  public boolean isRefresh() {
    return request.getHeader(REFRESH) != null;
  }

  public PageAddress address(Collection<String> names) {
    return PageAddress.of(request, names);
  }

  public @Nullable String parameter(String name) {
    String text = request.getParameter(name);
    return text == null || text.isBlank() ? null : text.strip();
  }

  /**
   * Returns the given reason, or null.
   *
   * @throws IllegalArgumentException if it is too long, with a message for the user
   */
  public @Nullable String reason() {
    String reason = parameter("reason");
    if (reason != null && reason.length() > MAX_REASON_LENGTH) {
      throw new IllegalArgumentException(text("reasonTooLong", MAX_REASON_LENGTH));
    }
    return reason;
  }

  /**
   * Returns the required reason.
   *
   * @throws IllegalArgumentException if it is missing or too long, with a message for the user
   */
  public String requiredReason() {
    String reason = reason();
    if (reason == null) {
      throw new IllegalArgumentException(text("reasonMissing"));
    }
    return reason;
  }

  public List<String> parameters(String name) {
    String[] texts = request.getParameterValues(name);
    return texts == null ? List.of() : List.of(texts);
  }

  /** Returns the public URL of the application, without a trailing slash. */
  public String root() {
    String url = request.getRequestURL().toString();
    return publicUrl
        .base()
        .orElseGet(
            () ->
                url.substring(0, url.length() - request.getRequestURI().length())
                    + request.getContextPath());
  }

  /** Adds a success message to the next page. */
  public void done(String key, Object... values) {
    add(new Toast(false, text(key, values), null));
  }

  /**
   * Adds a success message to the next page, with a button to undo it.
   *
   * @param undo what {@link Undo} needs; null if it cannot be undone
   */
  public void doneUndoable(@Nullable String undo, String key, Object... values) {
    add(new Toast(false, text(key, values), undo));
  }

  /** Adds an error message to the next page: a text of the console or a sentence of the domain. */
  public void refused(@Nullable String reason) {
    add(new Toast(true, wording.said(reason), null));
  }

  /**
   * Keeps the message in the session, because a page that refreshes itself could consume the flash.
   */
  private static void add(Toast toast) {
    Map<String, Object> session =
        FacesContext.getCurrentInstance().getExternalContext().getSessionMap();
    ArrayList<Toast> toasts = new ArrayList<>(pending(session));
    toasts.add(toast);
    session.put(MESSAGES, toasts);
  }

  private static List<Toast> pending(Map<String, Object> session) {
    return session.get(MESSAGES) instanceof List<?> pending
        ? pending.stream().map(Toast.class::cast).toList()
        : List.of();
  }

  /** Removes the pending messages from the session and returns them. */
  static List<Toast> takeToasts() {
    Map<String, Object> session =
        FacesContext.getCurrentInstance().getExternalContext().getSessionMap();
    List<Toast> toasts = pending(session);
    session.remove(MESSAGES);
    return toasts;
  }

  /** Returns a text in the reader's language. */
  public static String text(String key, Object... values) {
    FacesContext faces = FacesContext.getCurrentInstance();
    ResourceBundle texts = faces.getApplication().getResourceBundle(faces, "msg");
    Locale locale = faces.getViewRoot() == null ? Locale.ENGLISH : faces.getViewRoot().getLocale();
    String text = texts.getString(key);
    return values.length == 0 ? text : new MessageFormat(text, locale).format(values);
  }

  /**
   * Redirects to a page relative to the context path. Every action that changes something ends so.
   */
  public void goTo(String path) {
    ExternalContext external = FacesContext.getCurrentInstance().getExternalContext();
    try {
      external.redirect(request.getContextPath() + path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
