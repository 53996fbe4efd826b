package dev.synctrail.web.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** What surrounds every page: where one can go, and where one is. */
@Named
@RequestScoped
public class Frame {
  private final HttpServletRequest request;

  @SuppressWarnings("NullAway") // only the proxy is made this way
  protected Frame() {
    this.request = null;
  }

  @Inject
  Frame(HttpServletRequest request) {
    this.request = request;
  }

  /**
   * Returns what a form brings along that may be shown again with what is wrong in it; PrimeFaces
   * lets only scripts with the same in the answer run, and would make it by a script of its own.
   */
  public String getNonce() {
    byte[] nonce = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(nonce);
  }

  /** Returns where one can go. */
  public List<Place> getPlaces() {
    return List.of(Place.values());
  }

  /** Returns {@code page} or {@code true} where one is, or below which, and {@code false} else. */
  public String current(Place place) {
    String page = request.getServletPath();
    if (page.equals(place.getPath())) {
      return "page";
    }
    return place.holds(page) ? "true" : "false";
  }
}
