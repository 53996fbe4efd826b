package dev.synctrail.web.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import dev.synctrail.web.browser.Chromium;
import dev.synctrail.web.browser.PageChecks;
import dev.synctrail.web.server.SharedServer;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the actions on the console's pages, and the accessibility of all pages. */
class ConsolePagesIT extends InBrowser {
  private static final String OTHER_PASSWORD = "correct horse battery";
  private static final String KEPT = "JSON.stringify(sessionStorage)";

  @Test
  void a_double_click_starts_one_deployment_that_can_be_retried() {
    String type = stored();
    String platform = platform();
    enter("deployments.xhtml?platform=" + platform);
    page.locator("#which").selectOption("named");
    page.locator("#typeKeys").fill(type);
    page.locator("#reason")
        .fill("<script>alert(1)</script> \u05e9\u05dc\u05d5\u05dd \ud83d\ude80 " + type);
    page.locator("#go").dblclick();

    assertThat(page).hasURL(Pattern.compile(".*/deployment\\.xhtml\\?id=.*"));
    assertThat(page.locator("h1")).containsText("Failed");
    photograph("deployment");
    assertThat(page.locator("main")).containsText("<script>alert(1)</script>");
    navigate("/console/deployments.xhtml");
    Locator started = page.locator("tbody tr").filter(new Locator.FilterOptions().setHasText(type));
    assertThat(started).hasCount(1);

    started.locator("a[data-panel]").click();
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Open as page")).click();
    press("Retry failed syncs");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("This is the new run");
    assertThat(page.locator("dt", new Page.LocatorOptions().setHasText("Retry of"))).hasCount(1);
  }

  @Test
  void a_failed_sync_shows_its_error_and_is_retried() {
    String type = stored();
    String platform = platform();
    api()
        .body("{\"platform\":\"%s\",\"typeKeys\":[\"%s\"]}".formatted(platform, type))
        .post("/deployments")
        .then()
        .statusCode(202);
    enter("history.xhtml?typeKey=" + type);
    assertThat(page.locator("tbody tr")).containsText("Failed");
    page.locator("tbody tr a").first().click();
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Open as page")).click();

    assertThat(page.locator("main")).containsText("No credentials");
    page.locator("#payload-INTENDED > summary").click();
    assertThat(page.locator("#payload-INTENDED .ace_content"))
        .containsText("\"displayName\": \"A type\"");
    photograph("sync");
    press("Retry");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("This is the new sync");
  }

  @Test
  void a_double_click_retries_once_but_a_later_click_retries_again() {
    String type = stored();
    api()
        .body("{\"platform\":\"%s\",\"typeKeys\":[\"%s\"]}".formatted(platform(), type))
        .post("/deployments")
        .then()
        .statusCode(202);
    enter("history.xhtml?typeKey=" + type);
    assertThat(page.locator("tbody tr")).containsText("Failed");
    navigate(
        "/console/sync.xhtml?id=" + page.locator("tbody input[name=sync]").getAttribute("value"));
    page.locator("#retry").dblclick();
    assertThat(page.getByRole(AriaRole.ALERT).first()).containsText("This is the new sync");
    navigate("/console/history.xhtml?typeKey=" + type);
    assertThat(page.locator("tbody tr")).hasCount(2);

    navigate(
        "/console/sync.xhtml?id="
            + page.locator("tbody input[name=sync]").first().getAttribute("value"));
    page.locator("#retry").dblclick();
    assertThat(page.getByRole(AriaRole.ALERT).first()).containsText("This is the new sync");
    navigate("/console/history.xhtml?typeKey=" + type);
    assertThat(page.locator("tbody tr")).hasCount(3);
  }

  @Test
  void ambiguous_type_keys_of_a_deployment_are_rejected_and_kept_in_the_form() {
    String type = stored();
    String platform = platform();
    enter("deployments.xhtml?platform=" + platform);
    page.locator("#which").selectOption("changed");
    page.locator("#typeKeys").fill(type);
    page.locator("#reason").fill("only this one");
    press("Deploy");
    assertThat(page.getByRole(AriaRole.ALERT))
        .containsText("You entered type keys but selected other types");
    assertThat(page.locator("#which")).hasValue("changed");
    assertThat(page.locator("#typeKeys")).hasValue(type);
    assertThat(page.locator("#reason")).hasValue("only this one");

    page.locator("#which").selectOption("named");
    page.locator("#removed").fill(type);
    press("Deploy");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("both to push and to remove");
    assertThat(page.locator("#removed")).hasValue(type);
    navigate("/console/history.xhtml?typeKey=" + type);
    assertThat(page.locator("tbody tr")).hasCount(0);
  }

  @Test
  @Tag("long")
  void an_old_version_can_be_selected_for_restoring() {
    String type = key();
    platform();
    List<String> versions =
        IntStream.rangeClosed(0, 200)
            .mapToObj(
                number ->
                    api()
                        .body("{\"content\": %s}".formatted(content(type, "Number " + number)))
                        .put("/types/" + type)
                        .then()
                        .statusCode(201)
                        .extract()
                        .<String>path("versionId"))
            .toList();
    enter("type.xhtml?key=" + type + "&version=" + versions.get(0) + "#restore");

    assertThat(page.locator("#version")).hasValue(versions.get(0));
    assertThat(page.locator("#version option")).hasCount(201);
  }

  @Test
  void reading_a_type_is_recorded_in_the_access_log_first() {
    String type = stored();
    enter("type.xhtml?key=" + type);
    assertThat(page.locator("#content")).hasValue(Pattern.compile("A type"));

    assertThat(
            api()
                .queryParam("kind", "PAYLOAD_READ")
                .get("/access-log")
                .<List<String>>path("data.target"))
        .containsOnlyOnce("/console/type.xhtml?key=" + type);
  }

  @Test
  void faults_of_a_type_name_their_line() {
    String type = key();
    enter("type.xhtml");
    page.locator("#content")
        .fill("{\"key\": \"%s\",\n\"baseType\": \"_page\",\n\"displayName\": 5}".formatted(type));
    press("Save");
    assertThat(page.locator("#errors")).containsText("line 3");
    assertThat(page.locator("#errors")).containsText("/displayName");
    page.locator("#content").fill("{\n\"key\": \"" + type + "\",,}");
    press("Save");
    assertThat(page.locator("#errors")).containsText("line 2");

    page.locator("#content").fill(content(type, "One"));
    press("Save");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("New version of " + type);
    page.locator("#content").fill(content(type, "Two"));
    press("Save");
    assertThat(page.locator(".graph tbody tr")).hasCount(2);
    press("Compare");
    assertThat(page.locator("#compared")).containsText("/displayName");
    photograph("type");
  }

  @Test
  void types_are_imported_and_exported_as_zip() throws IOException {
    String good = key();
    String bad = key();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("types/" + good + ".json"));
      zip.write(content(good, "Good").getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry(bad + ".json"));
      zip.write("{".getBytes(StandardCharsets.UTF_8));
    }
    enter("types.xhtml");
    page.locator("#import > summary").click();
    page.locator("#file")
        .setInputFiles(new FilePayload("types.zip", "application/zip", bytes.toByteArray()));
    press("Import");
    assertThat(page.locator("#import tbody tr").first()).containsText("new version");
    assertThat(page.locator("#import tbody tr").last()).containsText("line 1");

    byte[] exported = file(() -> page.getByText("Export all as ZIP").click());
    List<String> names = new ArrayList<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(exported))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    assertThat(names).contains(good + ".json").doesNotContain(bad + ".json");
  }

  @Test
  void an_invalid_platform_is_rejected_then_corrected_and_tested() {
    String id = "p" + key().toLowerCase(Locale.ROOT);
    enter("platform.xhtml");
    page.locator("#id").fill(id);
    page.locator("#name").fill("A platform");
    page.locator("#baseUrl").fill("not a url");
    press("Save");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("/baseUrl");
    page.locator("#baseUrl").fill("https://api.cms.optimizely.com");
    press("Save");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("saved");

    press("Test connection");
    assertThat(page.getByRole(AriaRole.STATUS)).containsText("No credentials");
    photograph("platform");
  }

  @Test
  void input_submitted_after_the_session_ended_is_restored_in_its_tab_for_its_user() {
    String id = "p" + key().toLowerCase(Locale.ROOT);
    String other = "other-" + UUID.randomUUID();
    server().addUser(other, "ADMIN", OTHER_PASSWORD);
    enter("platform.xhtml");
    Page tab = page.context().newPage();
    tab.navigate("/console/platform.xhtml");
    fillIn(page, id, "Not lost");
    fillIn(tab, id + "2", "Not here");
    page.context().clearCookies();
    Chromium.press(page, "Save");
    Chromium.press(tab, "Save");
    assertThat(page).hasURL(Pattern.compile(".*/sign-in\\.xhtml.*"));
    assertThat(tab).hasURL(Pattern.compile(".*/sign-in\\.xhtml.*"));
    signIn("wrong");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Incorrect");
    signIn(SharedServer.PASSWORD);

    assertThat(page).hasURL(Pattern.compile(".*/platform\\.xhtml"));
    assertThat(page.locator("#restored")).isVisible();
    assertThat(page.locator("#id")).hasValue(id);
    assertThat(page.locator("#name")).hasValue("Not lost");
    assertThat(api().get("/platforms/" + id).statusCode()).isEqualTo(404);
    press("Save");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("saved");
    page.context().clearCookies();
    Chromium.signIn(tab, other, OTHER_PASSWORD);
    assertThat(tab).hasURL(Pattern.compile(".*/platform\\.xhtml"));
    assertThat(tab.locator("#name")).hasValue("");
    assertThat(tab.locator("#restored")).isHidden();
    assertThat((String) tab.evaluate(KEPT)).isEqualTo("{}");

    tab.navigate("/console/password.xhtml");
    tab.locator("#form\\:current").fill(OTHER_PASSWORD);
    tab.locator("#form\\:chosen").fill("another secret");
    tab.locator("#form\\:again").fill("another secret");
    page.context().clearCookies();
    tab.locator("#form\\:change").click();
    assertThat(tab).hasURL(Pattern.compile(".*/sign-in\\.xhtml.*"));
    assertThat((String) tab.evaluate(KEPT))
        .contains("submitted")
        .doesNotContain(OTHER_PASSWORD, "another secret");
  }

  private static void fillIn(Page tab, String id, String name) {
    tab.locator("#id").fill(id);
    tab.locator("#name").fill(name);
    tab.locator("#baseUrl").fill("https://api.cms.optimizely.com");
  }

  @Test
  void names_are_escaped_on_every_page() {
    String hostile = "<script>alert('n')</script> שלום עולם 🚀 " + UUID.randomUUID();
    String type = key();
    String token =
        api()
            .body("{\"name\":\"%s\",\"role\":\"ADMIN\"}".formatted(hostile))
            .post("/tokens")
            .then()
            .statusCode(201)
            .extract()
            .path("token");
    as(token)
        .body("{\"content\": %s, \"message\": \"%s\"}".formatted(content(type, hostile), hostile))
        .put("/types/" + type)
        .then()
        .statusCode(201);
    String platform = "p" + key().toLowerCase(Locale.ROOT);
    as(token)
        .body(
            "{\"id\":\"%s\",\"kind\":\"optimizely\",\"name\":\"%s\",\"baseUrl\":\"https://api.cms.optimizely.com\"}"
                .formatted(platform, hostile))
        .post("/platforms")
        .then()
        .statusCode(201);
    String run =
        as(token)
            .body(
                "{\"platform\":\"%s\",\"typeKeys\":[\"%s\"],\"reason\":\"%s\"}"
                    .formatted(platform, type, hostile))
            .post("/deployments")
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    String sync =
        api().get("/sync/type/" + type).then().statusCode(200).extract().path("data[0].id");
    page.onDialog(dialog -> browserErrors().add("A name was run: " + dialog.message()));
    enter("overview.xhtml");
    List<String> paths =
        List.of(
            "history.xhtml?typeKey=" + type,
            "sync.xhtml?id=" + sync,
            "types.xhtml?after=" + type.substring(0, type.length() - 1),
            "type.xhtml?key=" + type,
            "deployments.xhtml",
            "deployment.xhtml?id=" + run,
            "platforms.xhtml",
            "platform.xhtml?id=" + platform,
            "access.xhtml",
            "token.xhtml?id=" + api().get("/tokens").path("data[0].id"),
            "access-log.xhtml",
            "access-review.xhtml");
    for (String path : paths) {
      navigate("/console/" + path);
      assertThat(
              page.locator("main :is(td, h1, dd)")
                  .filter(new Locator.FilterOptions().setHasText(hostile))
                  .first())
          .isVisible();
    }
    photograph("names");
  }

  @Test
  void the_console_is_german_for_a_german_browser() {
    page.context().close();
    page = newPage("de");
    enter("history.xhtml");
    assertThat(page.locator("html")).hasAttribute("lang", "de");
    assertThat(page.locator("h1")).hasText("Verlauf");
    for (String wide : List.of("deployments", "drift", "access-review")) {
      page.navigate("/console/" + wide + ".xhtml");
      assertThat(PageChecks.overflows(page)).as(wide).isEmpty();
    }
  }

  @Test
  void the_readme_shows_the_history() {
    List<String> types = List.of("NewsArticle", "HeroBanner", "EventTeaser", "ContactForm");
    List<String> ends =
        List.of(
            "{\"status\":\"SUCCESS\"}",
            "{\"status\":\"FAILED\",\"error\":\"displayName is longer than 255 characters\"}",
            "{\"status\":\"SUCCESS\"}",
            "{\"status\":\"PARTIAL\",\"items\":[{\"key\":\"title\",\"status\":\"SUCCESS\"},"
                + "{\"key\":\"image\",\"status\":\"FAILED\",\"errorMessage\":\"unknown\"}]}",
            "{\"status\":\"SUCCESS\"}");
    for (int i = 0; i < 12; i++) {
      String id =
          api()
              .body(
                  "{\"typeKey\":\"%s\",\"targetPlatform\":\"production\",\"syncDirection\":\"%s\",\"data\":{\"a\":%d}}"
                      .formatted(types.get(i % 4), i % 5 == 3 ? "PULL" : "PUSH", i))
              .post("/sync")
              .then()
              .statusCode(201)
              .extract()
              .path("id");
      if (i < 11) {
        api().body(ends.get(i % 5)).put("/sync/" + id + "/status").then().statusCode(200);
      }
    }
    enter("history.xhtml?platform=production");
    assertThat(page.locator("tbody tr")).hasCount(12);
    photograph("console");
  }

  @Test
  @Tag("sweep")
  void every_page_is_accessible_in_every_width_and_theme() {
    String type = stored();
    String platform = platform();
    String run =
        api()
            .body("{\"platform\":\"%s\",\"typeKeys\":[\"%s\"]}".formatted(platform, type))
            .post("/deployments")
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    String token = api().get("/tokens").then().statusCode(200).extract().path("data[0].id");
    String sync = server().record(type, "{\"a\":1}");
    Map<String, String> pages =
        Map.ofEntries(
            Map.entry("overview", "overview.xhtml"),
            Map.entry("failures", "failures.xhtml"),
            Map.entry("search", "search.xhtml?q=" + type),
            Map.entry("the-board", "board.xhtml"),
            Map.entry("history", "history.xhtml"),
            Map.entry("one-sync", "sync.xhtml?id=" + sync),
            Map.entry("types", "types.xhtml"),
            Map.entry("one-type", "type.xhtml?key=" + type),
            Map.entry("new-type", "type.xhtml"),
            Map.entry("deployments", "deployments.xhtml"),
            Map.entry("one-deployment", "deployment.xhtml?id=" + run),
            Map.entry("log-of-deployment", "deployment.xhtml?tab=log&id=" + run),
            Map.entry("bulk-retries", "bulk-retries.xhtml"),
            Map.entry("new-bulk-retry", "new-bulk-retry.xhtml?typeKey=" + type),
            Map.entry("pull-runs", "pull-runs.xhtml"),
            Map.entry("drift", "drift.xhtml"),
            Map.entry("no-drift", "drift.xhtml?platform=" + platform),
            Map.entry("no-drift-history", "drift-history.xhtml"),
            Map.entry("no-conflicts", "conflicts.xhtml"),
            Map.entry("queue", "queue.xhtml"),
            Map.entry("analytics", "analytics.xhtml?platform=elsewhere"),
            Map.entry("ledger", "ledger.xhtml"),
            Map.entry("erasures", "erasures.xhtml"),
            Map.entry("platforms", "platforms.xhtml"),
            Map.entry("new-platform", "platform.xhtml"),
            Map.entry("one-platform", "platform.xhtml?id=" + platform),
            Map.entry("access", "access.xhtml"),
            Map.entry("user", "user.xhtml?name=" + SharedServer.USER),
            Map.entry("one-token", "token.xhtml?id=" + token),
            Map.entry("access-log", "access-log.xhtml"),
            Map.entry("access-review", "access-review.xhtml"),
            Map.entry("profile", "profile.xhtml"),
            Map.entry("new-type-from-example", "type.xhtml?example=optimizely"),
            Map.entry("password", "password.xhtml"));
    navigate("/");
    signIn(SharedServer.PASSWORD);
    page.waitForURL("**/console/**");
    assertThat(PageChecks.problems(page, pages)).isEmpty();
  }

  @Test
  void a_page_of_something_unknown_says_so_and_answers_404() {
    enter("overview.xhtml");
    String id = UUID.randomUUID().toString();
    Map<String, String> pages =
        Map.of(
            "platform.xhtml?id=no-such-platform",
            "Platform not found",
            "platform.xhtml?id=NOT_LEGAL",
            "Platform not found",
            "user.xhtml?name=nobody",
            "User not found",
            "token.xhtml?id=" + id,
            "Token not found",
            "token.xhtml?id=no-id",
            "No token has this ID: no-id",
            "type.xhtml?key=NoSuchType",
            "Type not found",
            "deployment.xhtml?id=" + id,
            "Run not found",
            "pull-run.xhtml?id=" + id,
            "Run not found",
            "sync.xhtml?id=" + id,
            "Sync not found",
            "conflict.xhtml?id=" + id,
            "Conflict not found");
    pages.forEach(
        (path, text) -> {
          Response answer = page.navigate("/console/" + path);
          assertThat(answer.status()).as(path).isEqualTo(404);
          assertThat(page.locator("main")).containsText(text);
          assertThat(page.locator("main form[method=post]")).hasCount(0);
        });
    photograph("unknown");
    page.navigate("/console/token.xhtml?id=");
    assertThat(page.locator("main")).containsText("The address of this page is incomplete.");
    assertThat(page.locator("main")).not().containsText("No token has this ID");
    browserErrors().removeIf(text -> text.contains("404"));
  }

  private static RequestSpecification as(String token) {
    return RestAssured.given()
        .baseUri(server().uri().resolve("/api/v1").toString())
        .header("Authorization", "Bearer " + token)
        .contentType("application/json");
  }

  private static RequestSpecification api() {
    return server().api().contentType("application/json");
  }

  private static String key() {
    return "Page" + UUID.randomUUID().toString().replace("-", "");
  }

  private static String content(String type, String name) {
    return "{\"key\": \"%s\", \"baseType\": \"_page\", \"displayName\": \"%s\"}"
        .formatted(type, name);
  }

  private static String stored() {
    String type = key();
    server().store(type);
    return type;
  }

  private static String platform() {
    String id = "p" + key().toLowerCase(Locale.ROOT);
    server().addPlatform(id);
    return id;
  }
}
