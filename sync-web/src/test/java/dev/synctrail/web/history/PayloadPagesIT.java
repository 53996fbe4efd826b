package dev.synctrail.web.history;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.ColorScheme;
import dev.synctrail.web.browser.PageChecks;
import dev.synctrail.web.console.InBrowser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests the viewer of payloads. */
class PayloadPagesIT extends InBrowser {
  private static final String PAYLOAD =
      "{\"key\":\"A\",\"price\":1.10,\"list\":[{\"name\":\"x\"},{\"name\":\"y\",\"a/b\":[true,"
          + "0.1000000000000000055511151231257827]}],\"text\":\"<b>\\u00e9</b>\"}";

  private static String recorded(String data) {
    return server().record("Payload" + UUID.randomUUID().toString().replace("-", ""), data);
  }

  private Locator part(String selector) {
    return page.locator("#payload-SENT " + selector);
  }

  private void expectText(String text) {
    assertThat(part(".viewer").evaluate("it => it.env.editor.session.getLength()"))
        .isEqualTo(text.split("\n", -1).length);
    assertThat(part(".viewer").evaluate("it => it.env.editor.getValue()")).isEqualTo(text);
  }

  @Test
  void a_payload_is_read_searched_folded_and_copied() {
    String id = recorded(PAYLOAD);
    List<String> loaded = new ArrayList<>();
    page.onRequest((Request request) -> loaded.add(request.url()));
    page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
    enter("sync.xhtml?id=" + id);
    assertThat(loaded).noneMatch(url -> url.contains("ace.") || url.contains("payload."));

    page.locator("#payload-SENT > summary").click();
    assertThat(part(".ace_line")).hasCount(17);
    expectText(
        """
        {
          "key": "A",
          "price": 1.10,
          "list": [
            {
              "name": "x"
            },
            {
              "name": "y",
              "a/b": [
                true,
                0.1000000000000000055511151231257827
              ]
            }
          ],
          "text": "<b>\\u00e9</b>"
        }"""
            .replace("\\\\", "\\"));
    assertThat(part(".ace_variable").first()).hasText("\"key\"");
    assertThat(part(".ace_gutter-cell").nth(16)).hasText("17");
    String light =
        (String) part(".ace_editor").evaluate("it => getComputedStyle(it).backgroundColor");

    part("[data-do=find]").click();
    part(".ace_search_field").first().fill("0.10");
    assertThat(part(".ace_search_counter")).hasText("1 of 1");
    assertThat(part("output")).hasText("/list/1/a~1b/1");
    assertThat(PageChecks.violations(page)).isEmpty();
    page.keyboard().press("Escape");
    part("[data-do=path]").click();
    assertThat(clipboard()).isEqualTo("/list/1/a~1b/1");

    part("[data-do=fold]").click();
    assertThat(part(".ace_line")).hasCount(6);
    part("[data-do=fold]").click();
    assertThat(part(".ace_line")).hasCount(17);

    part("[data-view=raw]").click();
    assertThat(part("[data-view=raw]")).hasAttribute("aria-pressed", "true");
    assertThat(part(".ace_content")).containsText("\"price\":1.10");
    expectText(PAYLOAD);
    part("[data-do=copy]").click();
    assertThat(clipboard()).isEqualTo(PAYLOAD);

    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    assertThat(part(".ace_editor").evaluate("it => getComputedStyle(it).backgroundColor"))
        .isNotEqualTo(light);
    assertThat(PageChecks.violations(page)).isEmpty();
    photograph("payload-dark");

    part("[data-do=plain]").click();
    assertThat(part("pre")).hasText(PAYLOAD);
    assertThat(PageChecks.violations(page)).isEmpty();
    page.reload();
    page.locator("#payload-SENT > summary").click();
    assertThat(part("pre")).containsText("\"price\": 1.10");
    part("[data-do=plain]").click();
    assertThat(part(".ace_line")).hasCount(17);
  }

  private Object clipboard() {
    page.waitForFunction("() => navigator.clipboard.readText().then(text => text !== '')");
    return page.evaluate("() => navigator.clipboard.readText()");
  }

  @Test
  void a_refresh_keeps_what_the_viewer_shows_and_reads_nothing_again() {
    String numbers =
        IntStream.range(0, 300).mapToObj(Integer::toString).collect(Collectors.joining(","));
    String id = recorded("{\"first\":{\"a\":1},\"numbers\":[" + numbers + "]}");
    List<String> read = new ArrayList<>();
    page.onRequest(request -> read.add(request.url()));
    enter("sync.xhtml?id=" + id);
    page.locator("#payload-SENT > summary").click();
    part("[data-do=find]").click();
    part(".ace_search_field").first().fill("250");
    assertThat(part("output")).hasText("/numbers/250");
    part(".viewer").evaluate("it => it.env.editor.session.foldAll(1, 2)");
    Object shown = shown();
    read.clear();

    server().fail(id, "not today");
    assertThat(page.locator("#live")).containsText("not today");
    assertThat(part(".ace_search_field").first()).hasValue("250");
    assertThat(part("output")).hasText("/numbers/250");
    assertThat(shown()).isEqualTo(shown);
    assertThat(read).noneMatch(url -> url.contains("payload?"));

    part("[data-do=plain]").click();
    part("pre").evaluate("it => it.scrollTop = 1000");
    page.locator("#live").evaluate("it => it.dataset.before = 'true'");
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    assertThat(page.locator("#live:not([data-before])")).hasCount(1);
    assertThat(part("pre").evaluate("it => it.scrollTop")).isEqualTo(1000);
    part("[data-do=plain]").click();
    assertThat(
            server()
                .api()
                .queryParam("kind", "PAYLOAD_READ")
                .get("/access-log")
                .<List<String>>path("data.target"))
        .filteredOn(target -> target.contains(id))
        .hasSize(1);
  }

  /** Returns the first and the last row that the viewer shows, and how many are not folded. */
  private Object shown() {
    return part(".viewer")
        .evaluate(
            "({env: {editor}}) => [editor.getFirstVisibleRow(), editor.getLastVisibleRow(),"
                + " editor.session.getScreenLength()]");
  }

  @Test
  void a_payload_is_read_without_scripts() {
    String id = recorded(PAYLOAD);
    enter("sync.xhtml?id=" + id);
    String text =
        page.context()
            .request()
            .get(
                server().uri()
                    + part("a").first().getAttribute("href").replaceFirst("^", "/console/"))
            .text();
    assertThat(text).contains("\"price\": 1.10", "0.1000000000000000055511151231257827");
  }

  @Test
  void ten_megabytes_stay_responsive() {
    String members =
        IntStream.range(0, 90_000)
            .mapToObj(
                number ->
                    "{\"key\":\"property%d\",\"type\":\"string\",\"displayName\":\"A name\",\"maxLength\":[1,2,%d]}"
                        .formatted(number, number))
            .collect(Collectors.joining(","));
    String data = "{\"properties\":[" + members + "]}";
    assertThat(data.length()).isBetween(7_000_000, 10_000_000);
    String id = recorded(data);
    enter("sync.xhtml?id=" + id);
    page.evaluate(
        "() => { window.longest = 0; let last = performance.now(); (function tick() {"
            + " const now = performance.now(); window.longest = Math.max(window.longest, now - last);"
            + " last = now; setTimeout(tick, 0); })(); }");

    page.locator("#payload-SENT > summary").click();
    assertThat(part(".ace_line").first()).hasText("{");
    part("[data-do=find]").click();
    part(".ace_search_field").first().fill("property89999");
    assertThat(part(".ace_search_counter")).hasText("1 of 1");
    assertThat(part("output")).hasText("/properties/89999/key");
    assertThat(part(".ace_gutter")).containsText("900000");

    part("[data-view=raw]").click();
    assertThat(part("[role=status]")).containsText("↪");
    assertThat(
            part(".viewer").evaluate("it => it.env.editor.getValue().replaceAll('\\n', '').length"))
        .isEqualTo(data.length());
    part(".viewer").evaluate("it => { it.env.editor.focus(); it.env.editor.selectAll(); }");
    assertThat(part(".viewer").evaluate("it => it.env.editor.getCopyText().length"))
        .isEqualTo(data.length());
    part("[data-do=plain]").click();
    assertThat(part("[role=status]")).containsText("Only the beginning is shown");
    part("[data-do=plain]").click();
    assertThat(((Number) page.evaluate("() => window.longest")).intValue()).isLessThan(5_000);

    byte[] whole = file(() -> part("a").last().click());
    assertThat(new String(whole, StandardCharsets.UTF_8)).isEqualTo(data);
  }
}
