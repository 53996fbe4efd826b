package dev.synctrail.web.deployment;

import static dev.synctrail.web.server.Watched.await;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.deployment.GuardMatrix;
import dev.synctrail.deployment.GuardMatrix.Cell;
import dev.synctrail.integration.optimizely.standin.Fault;
import dev.synctrail.integration.optimizely.standin.Rule;
import dev.synctrail.web.server.OnSharedServer;
import dev.synctrail.web.server.Watched;
import io.restassured.response.Response;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The table of guards ({@code docs/guards.md}) over REST, against a platform that answers. */
@Tag("long")
class GuardsIT extends OnSharedServer {
  private static final String PLATFORM = "guards";
  private static final AtomicInteger TYPES = new AtomicInteger();
  private static final String PLAIN = "";
  private static final String WITH_TEXT = ",\"properties\":{\"text\":{\"type\":\"string\"}}";

  private static final String LOSING = ",\"options\":{\"ignoreDataLossWarnings\":true}";

  /** What makes each state, of a type that nothing was done with yet. */
  private static final Map<String, UnaryOperator<Scene>> STATES =
      Map.ofEntries(
          Map.entry("failed", scene -> scene.pushed("One", PLAIN).failed("Two", PLAIN)),
          Map.entry(
              "failed, pushed since",
              scene -> scene.failed("One", PLAIN).then(next -> next.pushed("Two", PLAIN))),
          Map.entry("failed dry run", Scene::failedDryRun),
          Map.entry("dry run", Scene::dryRun),
          Map.entry("open conflict", Scene::openConflict),
          Map.entry(
              "refused rollback",
              scene ->
                  scene
                      .pushed("One", PLAIN)
                      .pushed("Two", PLAIN)
                      .then(next -> next.pushed("Six", PLAIN))
                      .back("", false)),
          Map.entry(
              "failed rollback",
              scene -> scene.pushed("One", PLAIN).pushed("Two", PLAIN).back("", true)),
          Map.entry(
              "failed rollback that deletes",
              scene -> scene.pushed("One", PLAIN).pushed("Two", WITH_TEXT).back(LOSING, true)),
          Map.entry(
              "failed rollback that deletes, planned",
              scene -> scene.pushed("One", PLAIN).pushed("Two", WITH_TEXT).planned()),
          Map.entry(
              "rolled back",
              scene -> scene.pushed("One", PLAIN).pushed("Two", PLAIN).back("", false)),
          Map.entry("removed by rollback", scene -> scene.pushed("One", PLAIN).back("", false)));

  /** What is asked of the whole platform would push what others have left there. */
  private static final Set<String> ACTIONS =
      Set.of("retry", "bulk retry", "retry run", "roll back", "resolve", "deploy", "batch");

  private static Watched watched;

  @BeforeAll
  static void start() {
    watched = new Watched(PLATFORM).start();
  }

  /** What is refused changes nothing, so that all of it is asked of one and the same. */
  @TestFactory
  Stream<DynamicTest> what_must_not_happen_is_refused_with_the_reason() {
    return GuardMatrix.cells().stream()
        .filter(cell -> STATES.containsKey(cell.state()) && ACTIONS.contains(cell.action()))
        .filter(cell -> cell.expected().startsWith("no: "))
        .collect(Collectors.groupingBy(Cell::state))
        .entrySet()
        .stream()
        .map(
            cells ->
                DynamicTest.dynamicTest(
                    cells.getKey(),
                    () -> {
                      Scene scene = in(cells.getKey());
                      assertThat(cells.getValue())
                          .allSatisfy(
                              cell ->
                                  assertThat(scene.outcome(cell.action()))
                                      .as(cell.toString())
                                      .isEqualTo(cell.expected()));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> what_may_happen_ends_as_it_must() {
    return GuardMatrix.cells().stream()
        .filter(cell -> STATES.containsKey(cell.state()) && ACTIONS.contains(cell.action()))
        .filter(cell -> !cell.expected().startsWith("no: "))
        .map(
            cell ->
                DynamicTest.dynamicTest(
                    cell.toString(),
                    () ->
                        assertThat(in(cell.state()).outcome(cell.action()))
                            .isEqualTo(cell.expected())));
  }

  private static Scene in(String state) {
    Scene scene = new Scene("Guarded" + TYPES.incrementAndGet());
    return requireNonNull(STATES.get(state)).apply(scene);
  }

  /** One type in some state. */
  private static final class Scene {
    private final String typeKey;
    private String subject = "";

    Scene(String typeKey) {
      this.typeKey = typeKey;
    }

    private void store(String name, String more) {
      watched
          .api()
          .body(
              "{\"content\":{\"key\":\"%s\",\"baseType\":\"_component\",\"displayName\":\"%s\"%s},\"source\":\"UI\",\"author\":\"ann\"}"
                  .formatted(typeKey, name, more))
          .put("types/" + typeKey)
          .then()
          .statusCode(201);
    }

    private Response post(String path, String body) {
      return watched.api().body(body).post(path);
    }

    private Response deploy(String options) {
      return post(
          "deployments",
          "{\"platform\":\"%s\",\"typeKeys\":[\"%s\"],\"options\":{%s}}"
              .formatted(PLATFORM, typeKey, options));
    }

    /** Waits until a run is over and returns its last sync of the type. */
    private String over(Response started) {
      String run = started.then().statusCode(202).extract().path("id");
      await(() -> watched.api().get("deployments/" + run).path("completedAt") != null);
      return watched.api().get("sync/history?deploymentId=" + run).path("data[0].id");
    }

    private String run() {
      return watched.api().get("sync/" + subject).path("deploymentId");
    }

    private void refuseNext() {
      watched.platform().script(Rule.once("GET", "/contenttypes/" + typeKey, Fault.status(403)));
    }

    /** Nothing reads the type any more when this returns. */
    private void readBack(String sync) {
      await(() -> watched.api().get("sync/" + sync).path("verdict.word") != null);
    }

    Scene pushed(String name, String more) {
      store(name, more);
      subject = over(deploy("\"ignoreDataLossWarnings\":true"));
      readBack(subject);
      return this;
    }

    Scene then(UnaryOperator<Scene> next) {
      String before = subject;
      Scene after = next.apply(this);
      after.subject = before;
      return after;
    }

    Scene failed(String name, String more) {
      store(name, more);
      refuseNext();
      subject = over(deploy(""));
      return this;
    }

    Scene failedDryRun() {
      store("One", PLAIN);
      refuseNext();
      subject = over(deploy("\"dryRun\":true"));
      return this;
    }

    Scene dryRun() {
      store("One", PLAIN);
      subject = over(deploy("\"dryRun\":true"));
      return this;
    }

    Scene openConflict() {
      pushed("One", PLAIN);
      watched
          .platform()
          .edit(
              "{\"key\":\"%s\",\"baseType\":\"_component\",\"displayName\":\"Theirs\"}"
                  .formatted(typeKey));
      store("Two", PLAIN);
      subject = over(deploy(""));
      return this;
    }

    private Response rollback(String more) {
      return post(
          "deployments/" + run() + "/rollback", "{\"reason\":\"it broke\"%s}".formatted(more));
    }

    Scene back(String more, boolean refused) {
      if (refused) {
        refuseNext();
      }
      subject = over(rollback(more));
      return this;
    }

    Scene planned() {
      String dry = over(rollback(",\"options\":{\"dryRun\":true}"));
      String plan = watched.api().get("sync/" + dry).path("deploymentId");
      return back(LOSING + ",\"plan\":\"%s\"".formatted(plan), true);
    }

    String outcome(String action) {
      return switch (action) {
        case "retry" -> sync(post("sync/" + subject + "/retry", "{}"));
        case "bulk retry" -> inBulk();
        case "retry run" -> ofRun(post("deployments/" + run() + "/retry", "{}"));
        case "roll back" -> ofRun(rollback(""));
        case "resolve" ->
            resolved(
                post(
                    "conflicts/" + subject + "/resolution",
                    "{\"resolution\":\"overwrite\",\"reason\":\"ours is newer\"}"));
        case "deploy" -> ofRun(deploy(""));
        case "batch" -> ofRun(deploy("\"batch\":true"));
        default -> throw new AssertionError(action);
      };
    }

    private String sync(Response answer) {
      if (answer.statusCode() == 409) {
        return refused(answer.path("detail"));
      }
      return ended(answer.then().statusCode(202).extract().path("id"));
    }

    private String ofRun(Response answer) {
      return answer.statusCode() == 409 ? refused(answer.path("detail")) : ended(over(answer));
    }

    private String resolved(Response answer) {
      if (answer.statusCode() == 404) {
        return "no: It has no conflict";
      }
      String run = answer.then().statusCode(200).extract().path("resolvedBy");
      await(() -> watched.api().get("deployments/" + run).path("completedAt") != null);
      return ended(watched.api().get("sync/history?deploymentId=" + run).path("data[0].id"));
    }

    private String inBulk() {
      String status = watched.api().get("sync/" + subject).path("syncStatus");
      String job =
          post(
                  "retries",
                  "{\"filter\":{\"platform\":\"%s\",\"typeKey\":\"%s\",\"status\":\"%s\"},\"reason\":\"again\"}"
                      .formatted(PLATFORM, typeKey, status))
              .then()
              .statusCode(202)
              .extract()
              .path("id");
      await(() -> "DONE".equals(watched.api().get("retries/" + job).path("status")));
      Map<String, String> entry =
          watched
              .api()
              .get("retries/" + job + "/entries")
              .path("data.find { it.syncId == '%s' }".formatted(subject));
      String next = entry.get("repeatedBy");
      return next == null ? refused(entry.get("reason")) : ended(next);
    }

    private String ended(String sync) {
      await(() -> watched.api().get("sync/" + sync + "/status").jsonPath().getBoolean("settled"));
      Map<String, Object> now = watched.api().get("sync/" + sync).path("");
      return switch (String.valueOf(now.get("syncStatus"))) {
        case "FAILED" -> "fails " + now.get("failureClass");
        case "SUCCESS" -> "NONE".equals(now.get("operation")) ? "finds it so" : "goes out";
        default -> String.valueOf(now.get("syncStatus"));
      };
    }

    private static String refused(@Nullable String reason) {
      return "no: " + GuardMatrix.brief(requireNonNull(reason));
    }
  }
}
