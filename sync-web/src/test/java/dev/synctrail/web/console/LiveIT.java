package dev.synctrail.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests pages that update automatically from the change feed, and the size of pages. */
class LiveIT extends InBrowser {
  private static final int MAX_BYTES = 300_000;
  private final String typeKey = "Live" + UUID.randomUUID().toString().replace("-", "");

  private String recorded() {
    return server().record(typeKey, "{\"a\":1}");
  }

  private static void settle(String id) {
    server().fail(id, "not today");
  }

  @Test
  void a_change_event_refreshes_the_rows_and_keeps_the_selection() {
    String first = recorded();
    settle(first);
    List<String> streams = new ArrayList<>();
    page.onRequest(
        request -> {
          if (request.url().endsWith("/console/events")) {
            streams.add(request.url());
          }
        });
    enter("history.xhtml?typeKey=" + typeKey);
    assertThat(page.locator("#live")).hasAttribute("data-open", "false");
    assertThat(page.locator("#rows tbody tr")).hasCount(1);
    page.locator("input[name=sync]").check();
    page.waitForCondition(() -> !streams.isEmpty());

    String second = recorded();
    assertThat(page.locator("#rows tbody tr")).hasCount(2);
    assertThat(page.locator("#rows tbody tr").first()).containsText("In progress");
    settle(second);
    assertThat(page.locator("#rows tbody tr").first()).containsText("not today");
    assertThat(page.locator("input[value='" + first + "']")).isChecked();
    assertThat(page.locator("input[value='" + second + "']")).not().isChecked();
  }

  @Test
  void a_refresh_waits_until_the_pointer_is_released() {
    String first = recorded();
    settle(first);
    enter("history.xhtml?typeKey=" + typeKey);
    page.locator("a[href$='" + first + "']").first().hover();
    page.mouse().down();
    Response reading =
        page.waitForResponse(
            answer -> answer.request().headers().containsKey("synctrail-refresh"), this::recorded);
    reading.finished();
    assertThat(page.locator("#rows tbody tr")).hasCount(1);
    page.mouse().up();
    assertThat(page.locator("dialog.panel")).containsText(first);
    assertThat(page.locator("#rows tbody tr")).hasCount(2);
  }

  @Test
  void a_refresh_waits_until_a_question_is_answered() {
    settle(recorded());
    enter("overview.xhtml");
    page.getByRole(
            AriaRole.BUTTON,
            new Page.GetByRoleOptions().setName("Retry " + typeKey + " → elsewhere"))
        .click();
    assertThat(page.locator("#askTitle")).hasText("Retry");
    page.waitForResponse(
            answer -> answer.request().headers().containsKey("synctrail-refresh"),
            () -> server().record(typeKey + "Other", "{}"))
        .finished();
    page.locator("#askYes").click();
    assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
  }

  @Test
  void a_refresh_keeps_the_focus() {
    String first = recorded();
    settle(first);
    enter("history.xhtml?typeKey=" + typeKey);
    Locator link = page.locator("a[href$='" + first + "']").first();
    link.focus();
    recorded();
    assertThat(page.locator("#rows tbody tr")).hasCount(2);
    assertThat(link).isFocused();
  }

  @Test
  void without_the_change_feed_a_page_polls_while_a_sync_is_open() {
    page.addInitScript("delete window.EventSource");
    String id = recorded();
    enter("history.xhtml?typeKey=" + typeKey);
    assertThat(page.locator("#rows tbody tr")).containsText("In progress");
    settle(id);
    assertThat(page.locator("#rows tbody tr")).containsText("not today");
    assertThat(page.locator("#live")).hasAttribute("data-open", "false");
  }

  @Test
  void the_overview_counts_a_push_that_stays_failed_until_one_succeeds() {
    settle(recorded());
    enter("overview.xhtml");
    Locator failed = page.locator(".failures a", new Page.LocatorOptions().setHasText(typeKey));
    assertThat(failed).hasCount(1);

    String again = recorded();
    server()
        .api()
        .contentType("application/json")
        .body("{\"status\":\"SUCCESS\"}")
        .put("/sync/" + again + "/status")
        .then()
        .statusCode(200);
    assertThat(failed).hasCount(0);
  }

  @Test
  void the_page_shows_the_progress_of_an_export() {
    for (int i = 0; i < 3; i++) {
      settle(recorded());
    }
    enter("history.xhtml?typeKey=" + typeKey);
    page.locator("#export > summary").click();
    byte[] csv =
        file(
            () -> page.getByText("CSV", new Page.GetByTextOptions().setExact(true)).last().click());
    assertThat(new String(csv, StandardCharsets.UTF_8).lines()).hasSize(4);
    assertThat(page.locator("#exporting")).hasText("Syncs exported: 3 of 3, 100 %");
  }

  @Test
  void no_page_transfers_more_than_300_kilobytes_with_an_empty_cache() {
    for (int i = 0; i < 55; i++) {
      recorded();
    }
    server()
        .api()
        .contentType("application/json")
        .body(
            "{\"content\": {\"key\": \"%s\", \"baseType\": \"_page\", \"displayName\": \"A type\"}}"
                .formatted(typeKey))
        .put("/types/" + typeKey)
        .then()
        .statusCode(201);
    List<String> heavy = new ArrayList<>();
    List<String> paths =
        List.of(
            "overview.xhtml",
            "failures.xhtml",
            "history.xhtml",
            "history.xhtml?column=STARTED&column=TYPE&column=STATUS&column=REASON&column=RUN&column=ID&column=VERSION",
            "sync.xhtml?id=" + recorded(),
            "types.xhtml",
            "type.xhtml?key=" + typeKey,
            "deployments.xhtml",
            "pull-runs.xhtml",
            "drift.xhtml",
            "drift-history.xhtml",
            "conflicts.xhtml",
            "analytics.xhtml?platform=elsewhere",
            "platforms.xhtml",
            "platform.xhtml",
            "access.xhtml",
            "access-log.xhtml",
            "access-review.xhtml");
    for (String path : paths) {
      page.context().close();
      page = newPage("en");
      enter(path);
      int bytes =
          (Integer)
              page.evaluate(
                  "performance.getEntries().reduce((sum, one) => sum + (one.transferSize || 0), 0)");
      assertThat(bytes).as(path).isPositive();
      if (bytes > MAX_BYTES) {
        heavy.add(path + " " + bytes);
      }
    }
    assertThat(heavy).isEmpty();
  }
}
