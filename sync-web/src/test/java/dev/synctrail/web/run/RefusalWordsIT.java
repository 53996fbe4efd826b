package dev.synctrail.web.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import dev.synctrail.integration.optimizely.standin.Fault;
import dev.synctrail.integration.optimizely.standin.Rule;
import dev.synctrail.web.console.InBrowser;
import dev.synctrail.web.server.Watched;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The words in which a platform refused a push, in every place that shows the push. */
class RefusalWordsIT extends InBrowser {
  private static final int LONGEST_MESSAGE = 4_000;

  private static Watched scene;

  @BeforeAll
  static void start() {
    scene = new Watched("refusals").start();
  }

  private static String page(String typeKey, String properties) {
    return "{\"key\":\"%1$s\",\"displayName\":\"%1$s\",\"baseType\":\"_page\",\"properties\":{%2$s}}"
        .formatted(typeKey, properties);
  }

  private static String text(String property) {
    return "\"%s\":{\"type\":\"string\"}".formatted(property);
  }

  private static void refuse(String typeKey, String problem) {
    scene
        .platform()
        .script(
            Rule.once(
                "POST",
                "/contenttypes",
                Fault.status(400)
                    .header("Content-Type", "application/problem+json")
                    .body(problem)));
    scene.store(typeKey, page(typeKey, text("heading")));
  }

  private static String get(String path) {
    return scene.api().get(path).then().statusCode(200).extract().asString();
  }

  /** Returns everything that the REST API says about the push. */
  private static Map<String, String> answers(String typeKey, String sync, String run) {
    Map<String, String> answers = new TreeMap<>();
    for (String path :
        List.of(
            "sync/" + sync,
            "sync/" + sync + "/status",
            "sync/" + sync + "/attempts",
            "sync/" + sync + "/events",
            "sync/history?typeKey=" + typeKey,
            "sync/type/" + typeKey,
            "deployments/" + run + "/log",
            "sync/export?format=csv&typeKey=" + typeKey,
            "sync/export?format=json&typeKey=" + typeKey,
            "sync/export?format=ndjson&typeKey=" + typeKey)) {
      answers.put(path, get(path));
    }
    return answers;
  }

  /** Returns everything that the console says about the push. */
  private Map<String, String> pages(String typeKey, String sync, String run) {
    Map<String, String> pages = new TreeMap<>();
    for (String path :
        List.of(
            "sync.xhtml?id=" + sync,
            "history.xhtml?typeKey=" + typeKey,
            "deployment.xhtml?id=" + run)) {
      enter(path);
      pages.put(path, page.locator("main").textContent());
    }
    enter("overview.xhtml");
    pages.put("open failures", failure(typeKey).textContent());
    enter("failures.xhtml");
    pages.put("all open failures", failure(typeKey).textContent());
    return pages;
  }

  private Locator failure(String typeKey) {
    return page.locator(".failures tr:has-text('" + typeKey + "')");
  }

  private void requireEverywhere(String typeKey, String sync, List<String> words) {
    String run = scene.api().get("sync/" + sync).path("deploymentId");
    Map<String, String> places = answers(typeKey, sync, run);
    places.putAll(pages(typeKey, sync, run));
    places.forEach((place, content) -> assertThat(content).as(place).contains(words));
  }

  private static List<String> found(String typeKey, String errorText) {
    return scene
        .api()
        .queryParam("typeKey", typeKey)
        .queryParam("errorText", errorText)
        .get("sync/history")
        .jsonPath()
        .getList("data.id");
  }

  @Test
  void code_title_detail_and_fields_of_a_refusal_are_shown_everywhere_and_found() {
    String typeKey = "RefusedWithWords";
    refuse(
        typeKey,
        "{\"title\":\"Bad Request\",\"detail\":\"The request is invalid\",\"code\":\"InvalidContentType\","
            + "\"errors\":[{\"detail\":\"The group seo does not match an existing group.\","
            + "\"field\":\"properties.heading.group\"}]}");

    String sync = scene.pushed(typeKey, scene.api());

    requireEverywhere(
        typeKey,
        sync,
        List.of(
            "InvalidContentType",
            "Bad Request",
            "The request is invalid",
            "properties.heading.group The group seo does not match an existing group."));
    for (String words :
        List.of(
            "InvalidContentType",
            "Invalid",
            "bad reque",
            "request inval",
            "properties.heading.group",
            "seo matc existing")) {
      assertThat(found(typeKey, words)).as(words).containsExactly(sync);
    }
    assertThat(found(typeKey, "eading")).as("the middle of a word").isEmpty();
  }

  @Test
  void the_words_of_a_long_refusal_are_bounded() {
    String typeKey = "RefusedAtLength";
    refuse(
        typeKey,
        "{\"code\":\"InvalidContentType\",\"detail\":\"Begin %s\"}"
            .formatted("of many ".repeat(5_000)));

    String sync = scene.pushed(typeKey, scene.api());

    String message = scene.api().get("sync/" + sync).path("errorMessage");
    assertThat(message).contains("InvalidContentType", "Begin of many");
    assertThat(message.codePointCount(0, message.length())).isLessThanOrEqualTo(LONGEST_MESSAGE);
    requireEverywhere(typeKey, sync, List.of("InvalidContentType", "Begin of many"));
  }

  @Test
  void a_breaking_change_names_the_properties_everywhere() {
    String typeKey = "RefusedAsBreaking";
    scene.store(typeKey, page(typeKey, text("heading") + "," + text("teaser")));
    scene.pushed(typeKey, scene.api());
    scene.store(typeKey, page(typeKey, text("heading")));

    String sync = scene.pushed(typeKey, scene.api());

    assertThat(scene.api().get("sync/" + sync).<String>path("failureClass"))
        .isEqualTo("BREAKING_CHANGE");
    requireEverywhere(typeKey, sync, List.of("teaser"));
    assertThat(found(typeKey, "teas")).containsExactly(sync);
  }
}
