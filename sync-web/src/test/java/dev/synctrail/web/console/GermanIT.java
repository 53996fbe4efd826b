package dev.synctrail.web.console;

import static dev.synctrail.web.server.Watched.await;
import static dev.synctrail.web.server.Watched.component;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import dev.synctrail.integration.optimizely.standin.Fault;
import dev.synctrail.integration.optimizely.standin.Rule;
import dev.synctrail.web.browser.PageChecks;
import dev.synctrail.web.server.SharedServer;
import dev.synctrail.web.server.Watched;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The console in German, with data of every kind: failures, conflicts, pauses and refused forms.
 */
class GermanIT extends InBrowser {
  private static final String PLATFORM = "german";
  private static final int LONG = 18;

  /** Everything that the page shows as a text, without values from outside and identifiers. */
  private static final String SHOWN =
      """
      () => {
        const copy = document.body.cloneNode(true);
        copy.querySelectorAll('pre, code, textarea, script, .mono, .key').forEach(it => it.remove());
        return copy.textContent + ' ' + [...copy.querySelectorAll('[title], [aria-label], input[type=submit]')]
          .filter(it => !it.classList.contains('failure'))
          .map(it => [it.title, it.ariaLabel, it.type === 'submit' ? it.value : ''].join(' ')).join(' ');
      }
      """;

  /** Constants, empty collections and durations, as Java writes them. */
  private static final Pattern JAVA =
      Pattern.compile(
          "\\b[A-Z]{2,}_[A-Z_]+\\b|\\bnull\\b|Optional[.\\[]|\\[]|\\bPT[0-9]"
              + "|\\b(?:FAILED|SUCCESS|PARTIAL|UNKNOWN|COMPLETED|CANCELLED|QUEUED|CREATE|UPDATE|DELETE"
              + "|WRITE|FIRST|RETRY|MANUAL|SETTLE|TIMEOUT|FORBIDDEN|REJECTED|CONFLICT|BEGUN|STEADY)\\b");

  private static Watched scene;

  @BeforeAll
  static void start() {
    scene = new Watched(PLATFORM).start();
  }

  @BeforeEach
  @Override
  protected void visit() {
    page = newPage("de");
  }

  @Test
  @Tag("sweep")
  void no_page_shows_an_English_sentence_or_a_value_of_Java() throws IOException {
    List<String> faults = new ArrayList<>();
    List<String> english = english();
    for (String address : addresses()) {
      enter(address);
      faults.addAll(faults(address, english));
      PageChecks.overflowsAtEveryWidth(page).forEach(one -> faults.add(address + ": " + one));
    }
    enter("overview.xhtml");
    photograph("german-overview");

    enter("type.xhtml?key=GermanOne");
    page.locator("#content")
        .fill(
            "{\"key\":\"Other\",\"baseType\":\"_page\",\"displayName\":5,\"sortOrder\":\"x\",\"properties\":[]}");
    press("Speichern");
    assertThat(page.locator("#errors").textContent()).contains("Muss eine Zeichenkette sein.");
    faults.addAll(faults("violations", english));
    page.locator("#content").fill("{\"key\":\"a\",}");
    press("Speichern");
    faults.addAll(faults("malformed", english));

    enter("platform.xhtml");
    page.locator("#id").fill("germanbad");
    page.locator("#name").fill("Schlecht");
    page.locator("#baseUrl").fill("https://cms.example.com/x?y=1");
    page.locator("#apiVersion").fill("v9");
    page.locator("#settings").fill("ratePerMinute=viele\nfarbe=rot");
    press("Speichern");
    assertThat(page.getByRole(AriaRole.ALERT).first().textContent())
        .contains("darf weder Query noch Fragment enthalten")
        .contains("muss eine ganze Zahl von 1 bis 999999 sein");
    faults.addAll(faults("settings", english));

    enter("platform.xhtml?id=" + PLATFORM);
    press("Verbindung testen");
    assertThat(page.locator("main").textContent()).contains("Die Zugangsdaten wurden akzeptiert");
    faults.addAll(faults("connection", english));

    enter("deployments.xhtml");
    assertThat(page.locator("#which").inputValue()).isEmpty();
    assertThat(page.locator("#platform").inputValue()).isEmpty();
    page.locator("form#order select")
        .evaluateAll("all => all.forEach(it => it.removeAttribute('required'))");
    page.locator("#start > summary").click();
    page.locator("#go").click();
    faults.addAll(faults("nothing chosen", english));

    assertThat(faults).isEmpty();
  }

  @Test
  void nothing_preselects_everything() {
    enter("queue.xhtml");
    assertThat(page.locator("#pauseOf").inputValue()).isEmpty();
    assertThat(page.locator("#freezeOf").inputValue()).isEmpty();
    for (String path : List.of("deployments.xhtml", "pull-runs.xhtml")) {
      enter(path);
      assertThat(page.locator("#which").inputValue()).as(path).isEmpty();
      assertThat(page.locator("form#order input[type=checkbox]:checked").count()).isZero();
    }
    enter("deployments.xhtml?typeKeys=GermanOne&platform=" + PLATFORM);
    assertThat(page.locator("#which").inputValue()).isEqualTo("named");
    assertThat(page.locator("#platform").inputValue()).isEqualTo(PLATFORM);
  }

  private List<String> faults(String address, List<String> english) {
    String text = String.valueOf(page.evaluate(SHOWN)).replaceAll("\\s+", " ");
    return Stream.concat(
            english.stream().filter(text::contains).map(found -> address + ": " + found),
            JAVA.matcher(text)
                .results()
                .map(
                    found ->
                        address
                            + ": "
                            + text.substring(
                                Math.max(0, found.start() - 40),
                                Math.min(text.length(), found.end() + 20))))
        .distinct()
        .toList();
  }

  /** Returns the longer texts of the sentences of the domain, and of the console, in English. */
  private static List<String> english() throws IOException {
    Properties german = texts("messages_de.properties");
    Stream<String> sentences =
        SentenceCatalog.templates().stream()
            .flatMap(template -> Arrays.stream(template.split("\\{[A-Za-z][A-Za-z0-9._]*}", -1)));
    Stream<String> console =
        texts("messages.properties").entrySet().stream()
            .filter(text -> !text.getValue().equals(german.get(text.getKey())))
            .flatMap(text -> Arrays.stream(text.getValue().toString().split("\\{[^}]*}", -1)));
    return Stream.concat(sentences, console)
        .map(String::strip)
        .filter(text -> text.length() >= LONG && text.indexOf(' ') > 0)
        .distinct()
        .toList();
  }

  private static Properties texts(String name) throws IOException {
    Properties texts = new Properties();
    try (InputStream in = GermanIT.class.getResourceAsStream(name);
        Reader reader =
            new InputStreamReader(Objects.requireNonNull(in, name), StandardCharsets.UTF_8)) {
      texts.load(reader);
    }
    return texts;
  }

  private static String run(String path, String body) {
    return scene.api().body(body).post(path).then().statusCode(202).extract().path("id");
  }

  private static String finished(String path, String run) {
    await(
        () ->
            !List.of("QUEUED", "IN_PROGRESS")
                .contains(scene.api().get(path + "/" + run).<String>path("status")));
    return run;
  }

  private static String pushed(String type) {
    return scene.pushed(type, scene.api());
  }

  private static String withText(String type) {
    return "{\"key\":\"%1$s\",\"baseType\":\"_component\",\"displayName\":\"Eins\",\"properties\":{\"text\":{\"type\":\"string\"}}}"
        .formatted(type);
  }

  /** Makes data of every kind and returns the addresses of the pages that show it. */
  private static List<String> addresses() {
    scene.store("GermanOne", withText("GermanOne"));
    String good = pushed("GermanOne");
    scene.store("GermanOne", component("GermanOne", "Zwei", 1));
    String breaking = pushed("GermanOne");
    String lossy =
        finished(
            "deployments",
            run("deployment-previews", "{\"platform\":\"german\",\"typeKeys\":[\"GermanOne\"]}"));
    scene.store("GermanTwo", "Eins", 1);
    String before = pushed("GermanTwo");
    scene.platform().edit(component("GermanTwo", "Fremd", 7));
    scene.store("GermanTwo", "Unser", 1);
    String conflict = pushed("GermanTwo");
    scene
        .platform()
        .script(
            Rule.once(
                "POST",
                "/contenttypes",
                Fault.status(400)
                    .header("Content-Type", "application/problem+json")
                    .body(
                        "{\"title\":\"Falsch\",\"detail\":\"Worte der"
                            + " Plattform\",\"code\":\"Nein\"}")));
    scene.store("GermanThree", "Eins", 1);
    String refused = pushed("GermanThree");
    scene
        .platform()
        .script(Rule.once("GET", "/contenttypes/GermanFour", Fault.status(200).body("{\"key\":")));
    scene.store("GermanFour", "Eins", 1);
    String unsettled =
        run("deployments", "{\"platform\":\"german\",\"typeKeys\":[\"GermanFour\"]}");
    String retried = scene.api().get("sync/history?deploymentId=" + unsettled).path("data[0].id");
    String removed =
        finished(
            "deployments",
            run(
                "deployments",
                "{\"platform\":\"german\",\"delete\":[\"GermanThree\"],\"reason\":\"weg\"}"));
    String pull =
        finished(
            "retrievals",
            run("retrievals", "{\"platform\":\"german\",\"typeKeys\":[\"GermanNowhere\"]}"));
    scene.api().body("{\"reason\":\"Umschau\"}").post("platforms/german/check");

    String paused = "g" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    scene
        .api()
        .body(
            "{\"id\":\"%s\",\"kind\":\"optimizely\",\"name\":\"Pausiert\",\"baseUrl\":\"https://api.cms.optimizely.com\"}"
                .formatted(paused))
        .post("platforms")
        .then()
        .statusCode(201);
    String without =
        scene
            .api()
            .body("{\"platform\":\"%s\",\"typeKeys\":[\"GermanOne\"]}".formatted(paused))
            .post("deployments")
            .path("id");
    finished("deployments", without);
    scene
        .api()
        .body("{\"platform\":\"%s\",\"reason\":\"Umzug\"}".formatted(paused))
        .post("pauses")
        .then()
        .statusCode(201);
    scene
        .api()
        .body(
            "{\"platform\":\"%s\",\"name\":\"Fest\",\"reason\":\"Feier\",\"zone\":\"UTC\",\"weekly\":{\"fromDay\":\"MONDAY\",\"from\":\"00:00\",\"untilDay\":\"TUESDAY\",\"until\":\"00:00\"}}"
                .formatted(paused))
        .post("freezes");
    String waiting =
        run("deployments", "{\"platform\":\"%s\",\"typeKeys\":[\"GermanTwo\"]}".formatted(paused));
    String waitingSync = scene.api().get("sync/history?deploymentId=" + waiting).path("data[0].id");
    String outside =
        scene
            .api()
            .body(
                "{\"typeKey\":\"GermanOutside\",\"targetPlatform\":\"fremd\",\"syncDirection\":\"PUSH\",\"data\":{\"a\":1}}")
            .post("sync")
            .path("id");
    scene
        .api()
        .body("{\"status\":\"FAILED\",\"error\":\"Worte\"}")
        .put("sync/" + outside + "/status");
    String deployment = scene.api().get("sync/" + good).path("deploymentId");
    String failed = scene.api().get("sync/" + breaking).path("deploymentId");
    String retries =
        scene
            .api()
            .body("{\"filter\":{\"typeKey\":\"GermanOutside\"},\"reason\":\"nochmals\"}")
            .post("retries")
            .path("id");
    String token = scene.api().get("tokens").path("data[0].id");
    await(
        () ->
            "CONFIRMED".equals(scene.api().get("sync/" + good).path("verdict.word"))
                || scene.api().get("sync/" + good).path("verdict.word") != null);
    return List.of(
        "overview.xhtml",
        "board.xhtml",
        "failures.xhtml",
        "search.xhtml?q=German",
        "ledger.xhtml",
        "profile.xhtml",
        "bulk-retries.xhtml",
        "bulk-retry.xhtml?id=" + retries,
        "new-bulk-retry.xhtml?typeKey=GermanTwo",
        "user.xhtml?name=" + SharedServer.USER,
        "token.xhtml?id=" + token,
        "history.xhtml?platform=german&column=FAILURE&column=OPERATION&column=STATUS&column=REASON",
        "history.xhtml?startDate=gestern&versionId=1&typeKey=%2B&deploymentId=x&cursor=x",
        "sync.xhtml?id=" + good,
        "sync.xhtml?id=" + good + "&against=previous",
        "sync.xhtml?id=" + good + "&other=x",
        "sync.xhtml?id=" + before,
        "sync.xhtml?id=" + breaking,
        "sync.xhtml?id=" + conflict,
        "sync.xhtml?id=" + refused,
        "sync.xhtml?id=" + retried,
        "sync.xhtml?id=" + waitingSync,
        "sync.xhtml?id=" + outside,
        "conflict.xhtml?id=" + conflict,
        "conflicts.xhtml",
        "types.xhtml",
        "type.xhtml?key=GermanOne",
        "comparison.xhtml?platform=german&type=GermanOne",
        "deployments.xhtml",
        "deployment.xhtml?id=" + deployment,
        "deployment.xhtml?id=" + failed,
        "deployment.xhtml?id=" + lossy,
        "deployment.xhtml?id=" + removed,
        "deployment.xhtml?id=" + waiting,
        "deployment.xhtml?id=" + without,
        "pull-runs.xhtml",
        "pull-run.xhtml?id=" + pull,
        "drift.xhtml?platform=german",
        "drift-history.xhtml",
        "queue.xhtml?platform=" + paused,
        "analytics.xhtml?platform=" + paused,
        "analytics.xhtml?platform=german",
        "analytics.xhtml?startDate=gestern",
        "platforms.xhtml",
        "platform.xhtml?id=" + paused,
        "access.xhtml",
        "access-log.xhtml",
        "access-review.xhtml",
        "password.xhtml");
  }
}
