package dev.synctrail.web.run;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.synctrail.integration.optimizely.standin.Fault;
import dev.synctrail.integration.optimizely.standin.Rule;
import dev.synctrail.web.console.InBrowser;
import dev.synctrail.web.server.Watched;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The platform's own words, wherever the console shows a refusal. */
class PlatformAnswersPagesIT extends InBrowser {
  private static final String PLATFORM = "answerpages";
  private static final String TYPE = "RefusedDetailsPage";
  private static final String WORDS =
      "properties.heading.group The group 'seo' does not match an existing group.";

  @Test
  void case_13_the_code_and_every_detail_of_a_refusal_are_shown() {
    Watched watched = new Watched(PLATFORM).start();
    watched.store(
        TYPE,
        """
        {"key":"RefusedDetailsPage","displayName":"RefusedDetailsPage","baseType":"_page",\
        "properties":{"heading":{"type":"string","displayName":"Heading"}}}""");
    watched
        .platform()
        .script(
            Rule.always(
                "POST",
                "/contenttypes",
                Fault.status(400)
                    .header("Content-Type", "application/problem+json")
                    .body(
                        """
                        {"detail":"The request is invalid","code":"InvalidContentType",\
                        "errors":[{"detail":"The group 'seo' does not match an existing group.",\
                        "field":"properties.heading.group"}]}""")));
    String sync = watched.pushed(TYPE, watched.api());
    watched.platform().clearScript();

    enter("sync.xhtml?id=" + sync);
    assertTold(page.locator("#live p.card.refused"));
    assertTold(page.locator("ol.attempts > li > .why").first());
    page.locator("#events > summary").click();
    assertTold(page.locator("#events"));

    navigate("/console/history.xhtml?platform=%s&errorContains=OES+NOT+MATCH".formatted(PLATFORM));
    assertTold(page.locator("main tr", new Page.LocatorOptions().setHasText(TYPE)));

    String run = watched.api().get("sync/" + sync).path("deploymentId");
    navigate("/console/deployment.xhtml?id=" + run);
    assertTold(page.locator("#rows tbody tr", new Page.LocatorOptions().setHasText(TYPE)));
    page.getByText("Event log").click();
    assertTold(
        page.locator(
            "#log tr", new Page.LocatorOptions().setHasText(Pattern.compile("Failed\\s*" + TYPE))));
  }

  private static void assertTold(Locator place) {
    assertThat(place).containsText("InvalidContentType");
    assertThat(place).containsText("The request is invalid");
    assertThat(place).containsText(WORDS);
  }
}
