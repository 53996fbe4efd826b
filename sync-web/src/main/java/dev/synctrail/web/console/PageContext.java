package dev.synctrail.web.console;

import dev.synctrail.tracking.Intent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.application.FacesMessage.Severity;
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

/** One request of a person to a page: who asks for what, what is said to them, where they go. */
@RequestScoped
public class PageContext {
  private static final String SAID = "dev.synctrail.said";

  /** What {@code console.js} says when it reads a page again. */
  private static final String REFRESH = "Synctrail-Refresh";

  private static final int LONGEST_REASON = 1_000;

  private final HttpServletRequest request;

  @SuppressWarnings("NullAway") // only the proxy is made this way
  protected PageContext() {
    this.request = null;
  }

  @Inject
  PageContext(HttpServletRequest request) {
    this.request = request;
  }

  /** Returns the authenticated name. */
  public String actor() {
    Principal person = request.getUserPrincipal();
    if (person == null) {
      throw new IllegalStateException("No user is signed in");
    }
    return person.getName();
  }

  /** Returns who causes something, and why as they say. */
  public Intent.Cause cause(@Nullable String reason) {
    return new Intent.Cause(
        actor(), null, reason == null || reason.isBlank() ? null : reason, null, null, null, null);
  }

  /** Tells whether a page only reads itself anew, to take over the part of it that moves. */
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
   * Returns the reason that was given; null when none was.
   *
   * @throws IllegalArgumentException telling the person that it is too long
   */
  public @Nullable String reason() {
    String reason = parameter("reason");
    if (reason != null && reason.length() > LONGEST_REASON) {
      throw new IllegalArgumentException(text("reasonTooLong", LONGEST_REASON));
    }
    return reason;
  }

  /**
   * Returns the reason, where one has to be given.
   *
   * @throws IllegalArgumentException telling the person that it is missing or too long
   */
  public String neededReason() {
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

  /** Returns where the reader reaches the application. */
  public String root() {
    String url = request.getRequestURL().toString();
    return url.substring(0, url.length() - request.getRequestURI().length())
        + request.getContextPath();
  }

  /** Says that something was done, on the next page. */
  public void done(String key, Object... values) {
    say(FacesMessage.SEVERITY_INFO, text(key, values));
  }

  /** Says that something was not done, and why, on the next page. */
  public void refused(@Nullable String why) {
    say(FacesMessage.SEVERITY_ERROR, String.valueOf(why));
  }

  /** Not by the flash, which a page that reads itself anew meanwhile may take to itself. */
  private static void say(Severity severity, String text) {
    Map<String, Object> session =
        FacesContext.getCurrentInstance().getExternalContext().getSessionMap();
    ArrayList<FacesMessage> more = new ArrayList<>(said(session));
    more.add(new FacesMessage(severity, text, null));
    session.put(SAID, more);
  }

  private static List<FacesMessage> said(Map<String, Object> session) {
    return session.get(SAID) instanceof List<?> said
        ? said.stream().map(FacesMessage.class::cast).toList()
        : List.of();
  }

  /** Tells what was said on the way to this page, once. */
  static void tell() {
    FacesContext faces = FacesContext.getCurrentInstance();
    Map<String, Object> session = faces.getExternalContext().getSessionMap();
    said(session).forEach(message -> faces.addMessage(null, message));
    session.remove(SAID);
  }

  /** Returns a text in the reader's language. */
  public static String text(String key, Object... values) {
    FacesContext faces = FacesContext.getCurrentInstance();
    ResourceBundle texts = faces.getApplication().getResourceBundle(faces, "msg");
    Locale locale = faces.getViewRoot() == null ? Locale.ENGLISH : faces.getViewRoot().getLocale();
    String text = texts.getString(key);
    return values.length == 0 ? text : new MessageFormat(text, locale).format(values);
  }

  /** Leads to a page below the context path, as everything does that changed something. */
  public void goTo(String path) {
    ExternalContext external = FacesContext.getCurrentInstance().getExternalContext();
    try {
      external.redirect(request.getContextPath() + path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
