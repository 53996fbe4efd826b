package dev.synctrail.web.board;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.synctrail.web.server.Watched.await;
import static dev.synctrail.web.server.Watched.component;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.synctrail.integration.optimizely.standin.Fault;
import dev.synctrail.integration.optimizely.standin.Rule;
import dev.synctrail.web.browser.PageChecks;
import dev.synctrail.web.console.InBrowser;
import dev.synctrail.web.server.SharedServer;
import dev.synctrail.web.server.Watched;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the board and what is live, in the console and over REST. */
class BoardPagesIT extends InBrowser {
  private static final String PLATFORM = "boardpages";
  private static final String BOARD = "board.xhtml?platform=" + PLATFORM + "&typeKeyContains=";

  private static Watched scene;

  @BeforeAll
  static void start() {
    scene = new Watched(PLATFORM).start();
    scene
        .api()
        .body(
            "{\"id\":\"boardother\",\"kind\":\"optimizely\",\"name\":\"Another platform\","
                + "\"baseUrl\":\"https://api.cms.optimizely.com\",\"apiVersion\":\"v1\"}")
        .post("platforms")
        .then()
        .statusCode(201);
  }

  /** Pushes a version of a type and waits for its read-back. */
  private static String pushed(String typeKey, String name) {
    scene.store(typeKey, name, 1);
    String sync = scene.pushed(typeKey, scene.api());
    await(() -> "CONFIRMED".equals(scene.api().get("sync/" + sync).path("verdict.word")));
    return sync;
  }

  private static String tile(String typeKey, String member) {
    return scene
        .api()
        .get("types/" + typeKey + "/live?platform=" + PLATFORM)
        .then()
        .statusCode(200)
        .extract()
        .path("tiles[0]." + member);
  }

  private static String versionOf(String sync) {
    return scene.api().get("sync/" + sync).path("versionId");
  }

  private static String newest(String typeKey) {
    return scene.api().get("types/" + typeKey + "/live").path("newestVersion");
  }

  private static String brief(String version) {
    return version.substring(0, 12) + "…";
  }

  private Locator row(String typeKey) {
    return page.locator("#board tbody tr").filter(new Locator.FilterOptions().setHasText(typeKey));
  }

  private Locator compared(String typeKey) {
    return page.locator("#comparison tbody tr")
        .filter(new Locator.FilterOptions().setHasText(typeKey));
  }

  private void choose(String typeKey) {
    row(typeKey).locator("input[name=type]").check();
  }

  @Test
  void the_board_shows_counts_and_acts_on_states() {
    String same = pushed("TiledSame", "One");
    String older = pushed("TiledBehind", "One");
    scene.store("TiledBehind", "Two", 1);
    scene.store("TiledNever", "One", 1);
    scene.platform().script(Rule.always("POST", "/contenttypes", Fault.status(403)));
    scene.store("TiledFailed", "One", 1);
    scene.pushed("TiledFailed", scene.api());
    scene.platform().clearScript();
    pushed("TiledDrifted", "One");
    scene.platform().edit(component("TiledDrifted", "By hand", 1));

    enter(BOARD + "tILED");
    assertThat(row("TiledSame")).containsText("In sync");
    assertThat(row("TiledSame")).containsText(brief(versionOf(same)));
    assertThat(row("TiledBehind")).containsText("Behind");
    assertThat(row("TiledBehind")).containsText(brief(versionOf(older)));
    assertThat(row("TiledNever")).containsText("Never pushed");
    assertThat(row("TiledFailed")).containsText("Failed");

    choose("TiledDrifted");
    press("Check now");
    assertThat(row("TiledDrifted")).containsText("Drifted");
    assertThat(tile("TiledDrifted", "state")).isEqualTo("DRIFTED");
    row("TiledDrifted").getByRole(AriaRole.LINK, named("Compare")).click();
    assertThat(page.locator("#compared")).containsText("\"By hand\"");

    navigate("/console/" + BOARD + "Tiled");
    Locator failed =
        page.locator(".states li").filter(new Locator.FilterOptions().setHasText("Failed"));
    assertThat(failed).containsText("1");
    failed.getByRole(AriaRole.LINK).click();
    assertThat(page.locator("#board tbody tr")).hasCount(1);
    row("TiledFailed").locator(".tile a").first().click();
    assertThat(page).hasURL(Pattern.compile(".*/sync\\.xhtml\\?id=.*"));

    navigate("/console/" + BOARD + "Tiled&state=BEHIND");
    row("TiledBehind").getByRole(AriaRole.LINK, named("Compare")).click();
    assertThat(page.locator("#compared")).containsText("\"Two\"");

    navigate("/console/" + BOARD + "Tiled");
    page.locator("#all").check();
    press("Compare");
    assertThat(compared("TiledSame")).containsText("No differences");
    assertThat(compared("TiledNever")).containsText("not on the platform");
    assertThat(compared("TiledDrifted")).containsText("/displayName");
    assertThat(compared("TiledDrifted").getByRole(AriaRole.LINK, named("Compare"))).isVisible();
    assertThat(compared("TiledBehind")).containsText(brief(newest("TiledBehind")));
    assertThat(compared("TiledBehind")).containsText("/displayName");
    compared("TiledBehind").getByRole(AriaRole.LINK, named("Compare")).click();
    assertThat(page.locator("#compared")).containsText("\"Two\"");

    scene.platform().edit(component("OnlyThere", "By hand", 1));
    scene.api().body("{}").post("platforms/" + PLATFORM + "/check").then().statusCode(202);
    await(
        () ->
            scene
                .api()
                .get("platforms/" + PLATFORM + "/drift?state=UNTRACKED")
                .asString()
                .contains("OnlyThere"));
    navigate("/console/" + BOARD + "Tiled");
    String untracked = page.locator("#untracked a").innerText();
    page.locator("#untracked a").click();
    assertThat(page.locator("main")).containsText("OnlyThere");
    assertThat(untracked).endsWith(": " + page.locator("#deployed-types tbody tr").count());
  }

  private static Locator.GetByRoleOptions named(String name) {
    return new Locator.GetByRoleOptions().setName(name);
  }

  @Test
  void selected_types_are_planned_and_the_tile_follows_the_deployment() {
    pushed("PlannedBehind", "One");
    scene.store("PlannedBehind", "Two", 1);
    scene.store("PlannedNever", "One", 1);
    enter(BOARD + "Planned");

    press("Plan deployment");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Select types first");
    choose("PlannedBehind");
    choose("PlannedNever");
    press("Plan deployment");
    assertThat(page).hasURL(Pattern.compile(".*/deployment\\.xhtml\\?id=.*"));
    assertThat(page.locator("main")).containsText("PlannedBehind");
    assertThat(page.locator("main")).containsText("PlannedNever");

    navigate("/console/" + BOARD + "Planned&state=BEHIND");
    page.locator("#all").check();
    press("Plan deployment");
    assertThat(page).hasURL(Pattern.compile(".*/deployment\\.xhtml\\?id=.*"));
    assertThat(page.locator("main")).containsText("PlannedBehind");
    assertThat(page.locator("main")).not().containsText("PlannedNever");

    navigate("/console/" + BOARD + "Planned");
    choose("PlannedBehind");
    page.locator("#pull").click();
    assertThat(page.locator("#ask")).containsText("nothing changes on the platform");
    page.locator("#askReason").fill("look at it");
    page.context().clearCookies();
    page.locator("#askYes").click();
    assertThat(page).hasURL(Pattern.compile(".*/sign-in\\.xhtml.*"));
    signIn(SharedServer.PASSWORD);
    assertThat(page.locator("#restored")).isVisible();
    assertThat(row("PlannedBehind").locator("input[name=type]")).isChecked();
    page.locator("#pull").click();
    assertThat(page.locator("#askReason")).hasValue("look at it");
    page.locator("#askYes").click();
    assertThat(page).hasURL(Pattern.compile(".*/pull-run\\.xhtml\\?id=.*"));
    assertThat(page.locator("main")).containsText("PlannedBehind");
    assertThat(page.locator("main")).containsText("look at it");

    navigate("/console/board.xhtml?typeKeyContains=Planned");
    choose("PlannedBehind");
    press("Plan deployment");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Choose a platform");

    navigate("/console/" + BOARD + "Planned");
    assertThat(row("PlannedNever")).containsText("Never pushed");
    scene.pushed("PlannedNever", scene.api());
    assertThat(row("PlannedNever")).containsText("In sync");
  }

  @Test
  @Tag("long")
  void at_most_fifty_types_are_compared() {
    for (int i = 0; i <= ComparisonPage.MAX_TYPES; i++) {
      scene.store("Crowd" + i, "One", 1);
    }
    enter(BOARD + "Crowd");
    page.locator("#all").check();
    press("Compare");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("at most 50 types");
  }

  @Test
  void a_type_page_says_what_is_live_and_how_it_came_there() {
    String one = pushed("LiveType", "One");
    String two = pushed("LiveType", "Two");
    String deployment = scene.api().get("sync/" + two).path("deploymentId");
    enter("type.xhtml?key=LiveType");
    Locator line =
        page.locator("#live-versions tbody tr")
            .filter(new Locator.FilterOptions().setHasText(PLATFORM));
    assertThat(line).containsText("In sync");
    assertThat(line).containsText("deployed");
    assertThat(line).containsText(brief(versionOf(two)));

    scene
        .api()
        .body("{\"reason\":\"broke the site\"}")
        .post("deployments/" + deployment + "/rollback")
        .then()
        .statusCode(202);

    assertThat(line).containsText("Pinned");
    assertThat(line).containsText("rolled back");
    assertThat(line).containsText("broke the site");
    assertThat(line).containsText(brief(versionOf(one)));
    assertThat(line).containsText("1 newer version");
    assertThat(tile("LiveType", "live.versionId")).isEqualTo(versionOf(one));
    assertThat(tile("LiveType", "live.arrival")).isEqualTo("ROLLBACK");
    assertThat(newest("LiveType")).isEqualTo(versionOf(two));
    line.getByRole(AriaRole.LINK, named("Compare")).click();
    assertThat(page.locator("#compared")).containsText("\"Two\"");
    assertThat(scene.api().get("types/Nothing/live").statusCode()).isEqualTo(404);
  }

  @Test
  void the_board_over_rest_has_pages_and_filters() {
    List.of("RestOne", "RestThree", "RestTwo").forEach(type -> scene.store(type, "One", 1));
    String list = "board?platform=" + PLATFORM + "&typeKeyContains=REST&limit=2";
    String next = scene.api().get(list + "&count=true").path("nextCursor");

    assertThat(scene.api().get(list).<List<String>>path("data.typeKey"))
        .containsExactly("RestOne", "RestThree");
    assertThat(scene.api().get(list + "&cursor=" + next).<List<String>>path("data.typeKey"))
        .containsExactly("RestTwo");
    assertThat(scene.api().get(list + "&count=true").<Integer>path("total")).isEqualTo(3);
    assertThat(scene.api().get(list + "&state=IN_SYNC").<List<String>>path("data")).isEmpty();
    assertThat(
            scene
                .api()
                .get(list + "&state=NEVER_PUSHED")
                .<List<List<String>>>path("data.tiles.state"))
        .containsOnly(List.of("NEVER_PUSHED"));
    assertThat(scene.api().get("board?state=BROKEN").statusCode()).isEqualTo(400);
  }

  @Test
  @Tag("sweep")
  void the_pages_are_accessible() {
    pushed("SweptType", "One");
    scene.store("SweptType", "Two", 1);
    scene.store("SweptNever", "One", 1);
    enter("board.xhtml");

    assertThat(
            PageChecks.problems(
                page,
                Map.of(
                    "board",
                    "board.xhtml?typeKeyContains=Swept",
                    "board-platform",
                    BOARD + "Swept",
                    "board-nothing",
                    BOARD + "NothingLikeIt",
                    "comparison",
                    "comparison.xhtml?platform=%s&type=SweptType&type=SweptNever"
                        .formatted(PLATFORM),
                    "what-is-live",
                    "type.xhtml?key=SweptType")))
        .isEmpty();
    page.context().close();
    page = newPage("de");
    enter(BOARD + "Swept");
    assertThat(row("SweptNever")).containsText("Nie übertragen");
    assertThat(row("SweptType")).containsText("Nicht aktuell");
  }
}
