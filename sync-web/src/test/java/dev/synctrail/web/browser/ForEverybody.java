package dev.synctrail.web.browser;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Whether pages can be used by everybody, wide and narrow, light and dark. */
public final class ForEverybody {
  /** What every test looks at, and what the long ones look at beside it. */
  private static final boolean ALL_LOOKS = Boolean.getBoolean("console.all-looks");

  private static final List<Integer> WIDTHS = ALL_LOOKS ? List.of(1280, 390) : List.of(1280);
  private static final List<ColorScheme> SCHEMES =
      ALL_LOOKS ? List.of(ColorScheme.LIGHT, ColorScheme.DARK) : List.of(ColorScheme.LIGHT);

  private ForEverybody() {}

  /**
   * Looks at pages, keeps their pictures, and returns what would keep somebody from using them.
   *
   * @param pages their addresses in the console, by the names of the pictures
   */
  public static List<String> hindrances(Page page, Map<String, String> pages) {
    List<String> found = new ArrayList<>();
    for (ColorScheme scheme : SCHEMES) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      pages.forEach(
          (name, path) -> {
            page.navigate("/console/" + path);
            for (int width : WIDTHS) {
              page.setViewportSize(width, 900);
              look(page, name + "-" + width + "-" + scheme.name().toLowerCase(Locale.ROOT), found);
            }
          });
    }
    return found;
  }

  private static void look(Page page, String shown, List<String> found) {
    Chromium.photograph(page, shown);
    int wide = (Integer) page.evaluate("document.documentElement.scrollWidth");
    if (wide > page.viewportSize().width) {
      found.add(shown + " is " + wide + " wide");
    }
    new AxeBuilder(page)
        .analyze().getViolations().stream()
            .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
            .forEach(
                rule ->
                    found.add(
                        shown + ": " + rule.getId() + " " + rule.getNodes().get(0).getHtml()));
  }
}
