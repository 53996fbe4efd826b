package dev.synctrail.web.browser;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Checks pages for accessibility and layout, at several widths and in light and dark mode. */
public final class PageChecks {
  /** Whether to check all widths and color schemes; only the long tests do. */
  private static final boolean ALL_VARIANTS = Boolean.getBoolean("console.all-looks");

  private static final List<Integer> WIDTHS = ALL_VARIANTS ? List.of(1280, 390) : List.of(1280);
  private static final List<ColorScheme> SCHEMES =
      ALL_VARIANTS ? List.of(ColorScheme.LIGHT, ColorScheme.DARK) : List.of(ColorScheme.LIGHT);

  private PageChecks() {}

  /**
   * Opens pages and returns the problems found: overflow and violations of accessibility rules. The
   * long tests also take screenshots.
   *
   * @param pages addresses in the console by name of the screenshot
   */
  public static List<String> problems(Page page, Map<String, String> pages) {
    List<String> problems = new ArrayList<>();
    for (ColorScheme scheme : SCHEMES) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      pages.forEach(
          (name, path) -> {
            page.navigate("/console/" + path);
            for (int width : WIDTHS) {
              page.setViewportSize(width, 900);
              check(
                  page,
                  name + "-" + width + "-" + scheme.name().toLowerCase(Locale.ROOT),
                  problems);
            }
          });
    }
    return problems;
  }

  private static void check(Page page, String name, List<String> problems) {
    if (ALL_VARIANTS) {
      Chromium.photograph(page, name);
    }
    violations(page).forEach(violation -> problems.add(name + ": " + violation));
    overflows(page).forEach(overflow -> problems.add(name + ": " + overflow));
  }

  /** Returns what is wider than its place at any of the widths, see {@link #overflows}. */
  public static List<String> overflowsAtEveryWidth(Page page) {
    List<String> overflows = new ArrayList<>();
    for (int width : WIDTHS) {
      page.setViewportSize(width, 900);
      overflows(page).forEach(overflow -> overflows.add(width + ": " + overflow));
    }
    return overflows;
  }

  /**
   * Returns what is wider than its place: the page, or a table that has to be scrolled sideways.
   * The board and comparisons side by side may be.
   */
  @SuppressWarnings("unchecked")
  public static List<String> overflows(Page page) {
    return (List<String>)
        page.evaluate(
            "() => [document.documentElement, ...document.querySelectorAll('.scroll')]"
                + ".filter(it => it.scrollWidth > it.clientWidth + 1 && !it.firstElementChild.matches('.board, .split'))"
                + ".map(it => (it.getAttribute('aria-label') || it.localName) + ' is '"
                + " + it.scrollWidth + ' wide and has ' + it.clientWidth)");
  }

  /** Returns what violates the rules of accessibility on the whole page. */
  public static List<String> violations(Page page) {
    return violations(page, "html");
  }

  /**
   * Returns what violates the rules of accessibility in a part of the page: for each rule, its id
   * and one element. All rules run. {@link AxeBuilder} itself takes three times as long, because it
   * also returns what passed, and opens an empty page for frames, which the console has not.
   */
  @SuppressWarnings("unchecked")
  public static List<String> violations(Page page, String part) {
    page.evaluate(AxeBuilder.getAxeScript());
    return (List<String>)
        page.evaluate(
            "part => axe.run(part, {resultTypes: ['violations']}).then(it =>"
                + " it.violations.map(one => one.id + ' ' + one.nodes[0].html))",
            part);
  }
}
