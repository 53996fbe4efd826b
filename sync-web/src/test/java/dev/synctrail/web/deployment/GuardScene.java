package dev.synctrail.web.deployment;

import static dev.synctrail.web.server.Watched.await;
import static java.util.Objects.requireNonNull;

import dev.synctrail.deployment.GuardMatrix;
import dev.synctrail.integration.optimizely.standin.Fault;
import dev.synctrail.integration.optimizely.standin.Rule;
import dev.synctrail.web.server.Watched;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Brings one type into a state of the table of guards, on a running server. */
public final class GuardScene {
  private static final AtomicInteger TYPES = new AtomicInteger();
  private static final String PLAIN = "";
  private static final String WITH_TEXT = ",\"properties\":{\"text\":{\"type\":\"string\"}}";

  private static final String LOSING = ",\"options\":{\"ignoreDataLossWarnings\":true}";

  /** The steps that bring a new type into each state. */
  static final Map<String, UnaryOperator<GuardScene>> STATES =
      Map.ofEntries(
          Map.entry("failed", scene -> scene.pushed("One", PLAIN).failed("Two", PLAIN)),
          Map.entry(
              "failed, pushed since",
              scene -> scene.failed("One", PLAIN).then(next -> next.pushed("Two", PLAIN))),
          Map.entry("failed dry run", GuardScene::failedDryRun),
          Map.entry("dry run", GuardScene::dryRun),
          Map.entry("open conflict", GuardScene::openConflict),
          Map.entry(
              "refused rollback",
              scene ->
                  scene
                      .pushed("One", PLAIN)
                      .pushed("Two", PLAIN)
                      .then(next -> next.pushed("Six", PLAIN))
                      .rolledBack("", false)),
          Map.entry(
              "failed rollback",
              scene -> scene.pushed("One", PLAIN).pushed("Two", PLAIN).rolledBack("", true)),
          Map.entry(
              "failed rollback that deletes",
              scene ->
                  scene.pushed("One", PLAIN).pushed("Two", WITH_TEXT).rolledBack(LOSING, true)),
          Map.entry(
              "failed rollback that deletes, planned",
              scene -> scene.pushed("One", PLAIN).pushed("Two", WITH_TEXT).planned()),
          Map.entry(
              "rolled back",
              scene -> scene.pushed("One", PLAIN).pushed("Two", PLAIN).rolledBack("", false)),
          Map.entry(
              "removed by rollback", scene -> scene.pushed("One", PLAIN).rolledBack("", false)),
          Map.entry("succeeded", scene -> scene.pushed("One", PLAIN).pushed("Two", PLAIN)),
          Map.entry(
              "succeeded, pushed since",
              scene ->
                  scene
                      .pushed("One", PLAIN)
                      .pushed("Two", PLAIN)
                      .then(next -> next.pushed("Six", PLAIN))),
          Map.entry("failed pull", GuardScene::failedPull),
          Map.entry("recorded by an external system", GuardScene::recordedFromOutside),
          Map.entry("resolved conflict", scene -> scene.openConflict().theirsKept()),
          Map.entry(
              "failed before theirs was kept",
              scene ->
                  scene
                      .pushed("Nil", PLAIN)
                      .failed("One", PLAIN)
                      .then(next -> next.editedByOthers().conflicted("Two").theirsKept())),
          Map.entry(
              "theirs kept, newer version",
              scene -> scene.openConflict().theirsKept().stored("Six")),
          Map.entry(
              "theirs kept by the push",
              scene -> scene.pushed("One", PLAIN).editedByOthers().keptTheirs("Two")),
          Map.entry(
              "rolled back, newer version",
              scene ->
                  scene
                      .pushed("One", PLAIN)
                      .pushed("Two", PLAIN)
                      .rolledBack("", false)
                      .stored("Six")),
          Map.entry(
              "rolled back, pin removed",
              scene ->
                  scene.pushed("One", PLAIN).pushed("Two", PLAIN).rolledBack("", false).unpinned()),
          Map.entry(
              "failed before it was rolled back",
              scene ->
                  scene
                      .pushed("One", PLAIN)
                      .pushed("Two", PLAIN)
                      .labelledAs("pushed")
                      .failed("Six", PLAIN)
                      .then(next -> next.at("pushed").rolledBack("", false))),
          Map.entry(
              "failed restore",
              scene -> scene.pushed("One", PLAIN).then(GuardScene::nextPushed).restored(true)),
          Map.entry(
              "restored",
              scene -> scene.pushed("One", PLAIN).then(GuardScene::nextPushed).restored(false)),
          Map.entry("removed by name, failed", scene -> scene.pushed("One", PLAIN).removed()));

  private final Map<String, String> labelled = new HashMap<>();

  private final Watched watched;
  private final String platform;
  private final String typeKey;
  private String subject = "";

  /** Brings a new type into a state. */
  public static GuardScene in(String state, Watched watched, String platform) {
    GuardScene scene = new GuardScene(watched, platform, "Guarded" + TYPES.incrementAndGet());
    return requireNonNull(STATES.get(state)).apply(scene);
  }

  /** Returns the names of the states. */
  public static Set<String> states() {
    return STATES.keySet();
  }

  /** Returns the type. */
  public String typeKey() {
    return typeKey;
  }

  /** Returns the sync that is in the state. */
  public String subject() {
    return subject;
  }

  private GuardScene(Watched watched, String platform, String typeKey) {
    this.watched = watched;
    this.platform = platform;
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
            .formatted(platform, typeKey, options));
  }

  /** Waits until a run is finished and returns its last sync of the type. */
  private String finished(Response started) {
    String run = started.then().statusCode(202).extract().path("id");
    await(() -> watched.api().get("deployments/" + run).path("completedAt") != null);
    return watched.api().get("sync/history?deploymentId=" + run).path("data[0].id");
  }

  /** Returns the run of the sync; null if it has none. */
  public @Nullable String run() {
    Map<String, String> sync = watched.api().get("sync/" + subject).path("");
    return sync.get(isPull() ? "retrievalId" : "deploymentId");
  }

  private boolean isPull() {
    return "PULL".equals(watched.api().get("sync/" + subject).path("syncDirection"));
  }

  /** Returns the name of the page that shows its run. */
  public String runPage() {
    return isPull() ? "pull-run" : "deployment";
  }

  private void refuseNext() {
    watched.platform().script(Rule.once("GET", "/contenttypes/" + typeKey, Fault.status(403)));
  }

  /** Waits until the sync was read back, after which nothing reads the type any more. */
  private void readBack(String sync) {
    await(() -> watched.api().get("sync/" + sync).path("verdict.word") != null);
  }

  GuardScene pushed(String name, String more) {
    store(name, more);
    subject = finished(deploy("\"ignoreDataLossWarnings\":true"));
    readBack(subject);
    return this;
  }

  GuardScene then(UnaryOperator<GuardScene> next) {
    String before = subject;
    GuardScene after = next.apply(this);
    after.subject = before;
    return after;
  }

  /** Pushes another version, which the platform rejects. */
  public GuardScene failed(String name, String more) {
    store(name, more);
    refuseNext();
    subject = finished(deploy(""));
    return this;
  }

  GuardScene failedDryRun() {
    store("One", PLAIN);
    refuseNext();
    subject = finished(deploy("\"dryRun\":true"));
    return this;
  }

  GuardScene dryRun() {
    store("One", PLAIN);
    subject = finished(deploy("\"dryRun\":true"));
    return this;
  }

  GuardScene openConflict() {
    return pushed("One", PLAIN).editedByOthers().conflicted("Two");
  }

  private Response rollback(String more) {
    return post(
        "deployments/" + run() + "/rollback", "{\"reason\":\"it broke\"%s}".formatted(more));
  }

  GuardScene rolledBack(String more, boolean refused) {
    if (refused) {
      refuseNext();
    }
    subject = finished(rollback(more));
    return this;
  }

  GuardScene planned() {
    String dry = finished(rollback(",\"options\":{\"dryRun\":true}"));
    String plan = watched.api().get("sync/" + dry).path("deploymentId");
    return rolledBack(LOSING + ",\"plan\":\"%s\"".formatted(plan), true);
  }

  String outcome(String action) {
    return switch (action) {
      case "retry" -> sync(post("sync/" + subject + "/retry", "{}"));
      case "bulk retry" -> inBulk();
      case "retry run" ->
          ofRun(() -> post((isPull() ? "retrievals/" : "deployments/") + run() + "/retry", "{}"));
      case "roll back" -> ofRun(() -> rollback(""));
      case "resolve" ->
          resolved(
              post(
                  "conflicts/" + subject + "/resolution",
                  "{\"resolution\":\"overwrite\",\"reason\":\"ours is newer\"}"));
      case "deploy" -> outcomeOf(deploy(""));
      case "batch" -> outcomeOf(deploy("\"batch\":true"));
      default -> throw new AssertionError(action);
    };
  }

  private String sync(Response answer) {
    if (answer.statusCode() == 409) {
      return refused(answer.path("detail"));
    }
    return ended(answer.then().statusCode(202).extract().path("id"));
  }

  private String ofRun(Supplier<Response> action) {
    return run() == null ? "no: It has no run" : outcomeOf(action.get());
  }

  private String outcomeOf(Response answer) {
    if (answer.statusCode() == 404) {
      return "no: Deployment not found";
    }
    return answer.statusCode() == 409 ? refused(answer.path("detail")) : ended(finished(answer));
  }

  private String resolved(Response answer) {
    if (answer.statusCode() == 404) {
      return "no: has no conflict";
    }
    if (answer.statusCode() == 409) {
      return refused(answer.path("detail"));
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
                    .formatted(platform, typeKey, status))
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

  /** Returns the outcome of a sync, in the words of the table. */
  public String ended(String sync) {
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

  private GuardScene nextPushed() {
    return pushed("Two", PLAIN);
  }

  private GuardScene labelledAs(String name) {
    labelled.put(name, subject);
    return this;
  }

  private GuardScene at(String name) {
    subject = requireNonNull(labelled.get(name));
    return this;
  }

  private GuardScene stored(String name) {
    store(name, PLAIN);
    return this;
  }

  private GuardScene failedPull() {
    store("One", PLAIN);
    watched.platform().edit(component("One"));
    refuseNext();
    String run =
        post(
                "retrievals",
                "{\"platform\":\"%s\",\"typeKeys\":[\"%s\"]}".formatted(platform, typeKey))
            .then()
            .statusCode(202)
            .extract()
            .path("id");
    await(() -> watched.api().get("retrievals/" + run).path("completedAt") != null);
    subject = watched.api().get("sync/history?retrievalId=" + run).path("data[0].id");
    return this;
  }

  private GuardScene recordedFromOutside() {
    store("One", PLAIN);
    subject =
        post(
                "sync",
                "{\"typeKey\":\"%s\",\"targetPlatform\":\"%s\",\"syncDirection\":\"PUSH\",\"data\":%s}"
                    .formatted(typeKey, platform, component("One")))
            .then()
            .statusCode(201)
            .extract()
            .path("id");
    watched
        .api()
        .body("{\"status\":\"FAILED\",\"error\":\"no\"}")
        .put("sync/" + subject + "/status")
        .then()
        .statusCode(200);
    return this;
  }

  private GuardScene editedByOthers() {
    watched.platform().edit(component("Theirs"));
    return this;
  }

  private GuardScene conflicted(String name) {
    store(name, PLAIN);
    subject = finished(deploy(""));
    return this;
  }

  private GuardScene keptTheirs(String name) {
    store(name, PLAIN);
    subject = finished(deploy("\"onConflict\":\"keep-theirs\""));
    return this;
  }

  private GuardScene theirsKept() {
    post(
            "conflicts/" + subject + "/resolution",
            "{\"resolution\":\"keep-theirs\",\"reason\":\"theirs is newer\"}")
        .then()
        .statusCode(200);
    return this;
  }

  private GuardScene unpinned() {
    watched
        .api()
        .body("{\"reason\":\"it is fixed\"}")
        .delete("platforms/" + platform + "/pins/" + typeKey)
        .then()
        .statusCode(204);
    return this;
  }

  /** Restores the version of the sync that the scene is about. */
  private GuardScene restored(boolean refused) {
    String version = watched.api().get("sync/" + subject).path("versionId");
    if (refused) {
      refuseNext();
    }
    subject =
        finished(
            post(
                "versions/" + version + "/restore",
                "{\"platform\":\"%s\",\"reason\":\"it was better\"}".formatted(platform)));
    return this;
  }

  private GuardScene removed() {
    refuseNext();
    subject =
        finished(
            post(
                "deployments",
                "{\"platform\":\"%s\",\"delete\":[\"%s\"],\"reason\":\"not used\"}"
                    .formatted(platform, typeKey)));
    return this;
  }

  private String component(String name) {
    return "{\"key\":\"%s\",\"baseType\":\"_component\",\"displayName\":\"%s\"}"
        .formatted(typeKey, name);
  }
}
