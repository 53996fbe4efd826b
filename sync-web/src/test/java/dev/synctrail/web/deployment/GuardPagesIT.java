package dev.synctrail.web.deployment;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import dev.synctrail.deployment.GuardMatrix;
import dev.synctrail.web.browser.Chromium;
import dev.synctrail.web.console.InBrowser;
import dev.synctrail.web.server.Watched;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that the buttons of the console match the table of guards ({@code docs/guards.md}). */
class GuardPagesIT extends InBrowser {
  private static final String PLATFORM = "guardpages";
  private static final Pattern SYNC = Pattern.compile(".*/sync\\.xhtml\\?id=.*");
  private static final Pattern RUN = Pattern.compile(".*/deployment\\.xhtml\\?id=.*");

  /**
   * The page and selector of the button of each action, and of the reason when there is no button.
   */
  private static final Map<String, Control> BUTTONS =
      Map.of(
          "retry", new Control("sync.xhtml", "#again #retry, #again #settle", "#retryHint"),
          "restore", new Control("sync.xhtml", "#again a[href*='#restore']", "#restoreHint"),
          "resolve", new Control("sync.xhtml", "#again a[href^='conflict.xhtml']", "#resolveHint"),
          "retry run", new Control("run", "#again #retry", "#retryHint"),
          "roll back", new Control("run", "#rollback", "#rollbackHint"));

  private static Watched watched;

  private record Control(String page, String button, String reason) {}

  @BeforeAll
  static void start() {
    watched = new Watched(PLATFORM).start();
  }

  @BeforeEach
  void enter() {
    enter("overview.xhtml");
  }

  private static GuardScene in(String state) {
    return GuardScene.in(state, watched, PLATFORM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"failed, pushed since", "open conflict", "rolled back"})
  void buttons_and_reasons_match_the_table(String state) {
    assertMatchesTable(state);
  }

  static Stream<String> states() {
    return GuardScene.states().stream().sorted();
  }

  @ParameterizedTest
  @Tag("long")
  @MethodSource("states")
  void buttons_and_reasons_match_the_table_in_every_state(String state) {
    assertMatchesTable(state);
  }

  private void assertMatchesTable(String state) {
    GuardScene scene = in(state);
    SoftAssertions softly = new SoftAssertions();
    show(scene, "sync.xhtml");
    GuardMatrix.cells().stream()
        .filter(cell -> cell.state().equals(state))
        .filter(cell -> control(cell).page().equals("sync.xhtml"))
        .forEach(
            cell ->
                softly.assertThat(shown(cell)).as(cell.toString()).isEqualTo(expectedText(cell)));
    if (scene.run() != null) {
      show(scene, "run");
      // The page of a dry run shows its plan, and a pull run has nothing to roll back.
      boolean offersNothing = state.endsWith("dry run");
      GuardMatrix.cells().stream()
          .filter(cell -> cell.state().equals(state) && control(cell).page().equals("run"))
          .filter(cell -> !state.equals("failed pull") || !cell.action().equals("roll back"))
          .forEach(
              cell ->
                  softly
                      .assertThat(shown(cell))
                      .as(cell.toString())
                      .isEqualTo(offersNothing ? "nothing" : expectedText(cell)));
    }
    softly.assertAll();
  }

  private static Control control(GuardMatrix.Cell cell) {
    return BUTTONS.getOrDefault(cell.action(), new Control("", "", ""));
  }

  private void show(GuardScene scene, String view) {
    navigate(
        view.equals("run")
            ? "/console/%s.xhtml?id=%s".formatted(scene.runPage(), scene.run())
            : "/console/" + view + "?id=" + scene.subject());
  }

  private static String expectedText(GuardMatrix.Cell cell) {
    return cell.expected().startsWith("no: ") ? cell.expected() : "a button";
  }

  /** Returns what the page shows for an action: an enabled button, or a reason. */
  private String shown(GuardMatrix.Cell cell) {
    Control control = control(cell);
    Locator button = page.locator(control.button());
    if (button.count() > 0) {
      return button.isEnabled() ? "a button" : "a disabled button";
    }
    Locator reason = page.locator(control.reason());
    return reason.count() == 0
        ? "nothing"
        : "no: " + GuardMatrix.brief(reason.textContent().strip());
  }

  private String idOfPage() {
    return page.url().replaceAll(".*[?&]id=([0-9a-f-]{36}).*", "$1");
  }

  private String only(String run) {
    Watched.await(() -> watched.api().get("deployments/" + run).path("completedAt") != null);
    return watched.api().get("sync/history?deploymentId=" + run).path("data[0].id");
  }

  private static String expected(String state, String action) {
    return GuardMatrix.cells().stream()
        .filter(cell -> cell.state().equals(state) && cell.action().equals(action))
        .findFirst()
        .orElseThrow()
        .expected();
  }

  @Test
  void retry_matches_the_table() {
    GuardScene scene = in("failed");
    show(scene, "sync.xhtml");
    String before = page.url();
    press("Retry");
    page.waitForURL(url -> SYNC.matcher(url).matches() && !url.equals(before));

    assertThat(scene.ended(idOfPage())).isEqualTo(expected("failed", "retry"));
  }

  /** The second tab hears no events, as one whose connection was just lost. */
  @Test
  void pressing_retry_in_a_second_tab_says_that_the_sync_was_retried_already() {
    GuardScene scene = in("failed");
    show(scene, "sync.xhtml");
    Page second = page.context().newPage();
    second.addInitScript("delete window.EventSource");
    second.navigate(page.url());
    String before = page.url();
    press("Retry");
    page.waitForURL(url -> SYNC.matcher(url).matches() && !url.equals(before));
    String retry = idOfPage();
    assertThat(scene.ended(retry)).isEqualTo(expected("failed", "retry"));

    Response answer =
        second.waitForResponse(
            sent -> sent.request().method().equals("POST"), () -> Chromium.press(second, "Retry"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(second.locator("#retryHint"))
        .containsText("was superseded by the later push " + retry);
    assertThat(retryOf(scene.subject())).isEqualTo(retry);
  }

  @Test
  void a_button_works_after_a_refresh() {
    GuardScene scene = in("failed");
    show(scene, "sync.xhtml");
    String before = page.url();
    page.locator("#live").evaluate("it => { it.title = 'old'; }");
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    assertThat(page.locator("#live[title=old]")).hasCount(0);
    press("Retry");
    page.waitForURL(url -> SYNC.matcher(url).matches() && !url.equals(before));

    assertThat(scene.ended(idOfPage())).isEqualTo(expected("failed", "retry"));
  }

  @Test
  @Tag("long")
  void retrying_a_selection_repeats_the_latest_sync_of_a_type_and_names_the_skipped_ones() {
    GuardScene scene = in("failed");
    String older = scene.subject();
    scene.failed("Three", "");
    navigate("/console/history.xhtml?status=FAILED&order=asc&typeKey=" + scene.typeKey());
    page.locator("input[name=sync]").first().waitFor();
    page.locator("input[data-all=sync]").check();
    press("Retry selected …");
    assertThat(page.locator("#skips")).containsText("1 × superseded by a later sync");
    page.locator("#reason").fill("again");
    press("Retry 1 sync");

    assertThat(page.locator("#skips")).containsText("which has the same type");
    assertThat(scene.ended(retryOf(scene.subject()))).isEqualTo(expected("failed", "bulk retry"));
    assertThat(watched.platform().stored(scene.typeKey()).orElseThrow().toString())
        .contains("Three");
    assertThat(retryOf(older)).isEmpty();
  }

  private static String retryOf(String sync) {
    String type = watched.api().get("sync/" + sync).path("typeKey");
    Object found =
        watched
            .api()
            .get("sync/history?typeKey=" + type)
            .path("data.find { it.retryOf == '%s' }?.id".formatted(sync));
    return found == null ? "" : found.toString();
  }

  @Test
  @Tag("long")
  void retry_of_a_deployment_matches_the_table() {
    GuardScene scene = in("failed");
    show(scene, "run");
    String before = page.url();
    press("Retry failed syncs");
    page.waitForURL(url -> RUN.matcher(url).matches() && !url.equals(before));

    assertThat(scene.ended(only(idOfPage()))).isEqualTo(expected("failed", "retry run"));
  }

  @Test
  @Tag("long")
  void roll_back_matches_the_table() {
    GuardScene scene = in("succeeded");
    show(scene, "run");
    page.locator("#rollbackReason").fill("it broke the site");
    press("Show plan");

    assertThat(carriedOut(scene)).isEqualTo(expected("succeeded", "roll back"));
  }

  @Test
  @Tag("long")
  void restore_matches_the_table() {
    GuardScene scene = in("succeeded, pushed since");
    show(scene, "sync.xhtml");
    page.locator("#again a[href*='#restore']").click();
    page.locator("#why").fill("it was better");
    press("Show plan");

    assertThat(carriedOut(scene)).isEqualTo(expected("succeeded, pushed since", "restore"));
  }

  /** Carries out the plan on the page and returns its outcome. */
  private String carriedOut(GuardScene scene) {
    assertThat(page).hasURL(RUN);
    assertThat(page.locator("#do")).isEnabled();
    String plan = idOfPage();
    page.locator("#do").click();
    page.waitForURL(url -> RUN.matcher(url).matches() && !url.contains(plan));
    return scene.ended(only(idOfPage()));
  }

  @Test
  @Tag("long")
  void overwrite_matches_the_table() {
    GuardScene scene = in("open conflict");
    show(scene, "sync.xhtml");
    page.locator("#again a[href^='conflict.xhtml']").click();
    page.locator("#reason").fill("ours is newer");
    press("Overwrite the platform version");
    assertThat(page).hasURL(RUN);

    assertThat(scene.ended(only(idOfPage()))).isEqualTo(expected("open conflict", "resolve"));
  }

  @ParameterizedTest
  @Tag("long")
  @ValueSource(strings = {"deploy", "batch"})
  void deploy_matches_the_table(String action) {
    GuardScene scene = in("failed");
    navigate(
        "/console/deployments.xhtml?which=named&platform=%s&typeKeys=%s"
            .formatted(PLATFORM, scene.typeKey()));
    if (action.equals("batch")) {
      page.locator("input[name=batch]").check();
    }
    press("Deploy");
    assertThat(page).hasURL(RUN);

    assertThat(scene.ended(only(idOfPage()))).isEqualTo(expected("failed", action));
  }
}
