package dev.synctrail.web.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.synctrail.web.server.OnSharedServer;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Users from being added to being disabled, and what the audit log records of it. */
class PeopleIT extends OnSharedServer {
  private static final Pattern HIDDEN =
      Pattern.compile("type=\"hidden\"[^>]* name=\"([^\"]*)\"[^>]* value=\"([^\"]*)\"");

  private final String name = "ann-" + UUID.randomUUID();

  private static RequestSpecification as(String name, String password) {
    return given()
        .baseUri(server().uri().resolve("/api/v1").toString())
        .contentType("application/json")
        .auth()
        .preemptive()
        .basic(name, password);
  }

  private String addUser(String role) {
    return server()
        .api()
        .contentType("application/json")
        .body("{\"name\":\"%s\",\"role\":\"%s\"}".formatted(name, role))
        .post("/users")
        .then()
        .statusCode(201)
        .body("mustChangePassword", equalTo(true), "createdBy", equalTo("bootstrap"))
        .extract()
        .path("password");
  }

  @Test
  void an_initial_password_can_only_be_changed() {
    String first = addUser("VIEWER");

    as(name, first)
        .get("/types")
        .then()
        .statusCode(403)
        .body("code", equalTo("PASSWORD_CHANGE_NEEDED"));
    as(name, first).get("/me").then().statusCode(200).body("mustChangePassword", equalTo(true));
    as(name, first)
        .body("{\"current\":\"%s\",\"new\":\"short\"}".formatted(first))
        .put("/me/password")
        .then()
        .statusCode(422)
        .body("code", equalTo("WEAK_PASSWORD"), "errors[0].pointer", equalTo("/new"));
    as(name, first)
        .body("{\"current\":\"%s\",\"new\":\"correct horse battery\"}".formatted(first))
        .put("/me/password")
        .then()
        .statusCode(204);

    as(name, first)
        .get("/types")
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", startsWith("Basic"));
    as(name, "correct horse battery").get("/types").then().statusCode(200);
    as(name, "correct horse battery")
        .get("/me")
        .then()
        .body("proof", equalTo("PASSWORD"), "rights", equalTo(List.of("SELF", "METADATA")));
  }

  @Test
  void role_changes_and_disabling_take_effect_at_the_next_request() {
    String password = choose(addUser("VIEWER"));
    as(name, password).get("/users").then().statusCode(403);

    change("{\"role\":\"ADMIN\"}");
    as(name, password).get("/users").then().statusCode(200).body("data.name", hasItem(name));
    change("{\"enabled\":false}");

    as(name, password).get("/me").then().statusCode(401);
  }

  private String choose(String first) {
    String chosen = "correct horse battery";
    as(name, first)
        .body("{\"current\":\"%s\",\"new\":\"%s\"}".formatted(first, chosen))
        .put("/me/password")
        .then()
        .statusCode(204);
    return chosen;
  }

  private void change(String body) {
    server()
        .api()
        .contentType("application/json")
        .body(body)
        .put("/users/" + name)
        .then()
        .statusCode(200);
  }

  @Test
  void password_guessing_is_locked_out_with_retry_after() {
    String password = choose(addUser("VIEWER"));
    for (int i = 0; i < 5; i++) {
      as(name, "wrong").get("/me").then().statusCode(401);
    }

    as(name, password)
        .get("/me")
        .then()
        .statusCode(429)
        .header("Retry-After", matchesPattern("[1-9]\\d?"))
        .body("code", equalTo("SIGN_IN_LOCKED"));
  }

  private static RequestSpecification administrator() {
    return server().api().contentType("application/json");
  }

  private Response invite(String body) {
    return administrator().body(body).post("/users/" + name + "/invitation");
  }

  private static Response open(String link) {
    return given().get(link);
  }

  private static Response accept(String link, String password) {
    RequestSpecification form =
        given().header("Sec-Fetch-Site", "same-origin").redirects().follow(false);
    HIDDEN
        .matcher(open(link).asString())
        .results()
        .forEach(input -> form.formParam(input.group(1), input.group(2)));
    return form.formParam("form:chosen", password)
        .formParam("form:again", password)
        .formParam("form:accept", "x")
        .post(link.substring(0, link.indexOf('?')));
  }

  private List<String> kinds() {
    return administrator().queryParam("actor", name).get("/access-log").path("data.kind");
  }

  @Test
  void an_invited_user_chooses_a_password_by_a_link_that_works_once() {
    String first = addUser("VIEWER");
    Response invited = invite("{}").then().statusCode(200).extract().response();
    String link = invited.path("invitationUrl");
    Instant until = Instant.parse(invited.path("invitedUntil"));

    assertThat(link).startsWith(server().uri() + "invitation.xhtml?code=");
    assertThat(until)
        .isBetween(Instant.now().plus(Duration.ofDays(6)), Instant.now().plus(Duration.ofDays(8)));
    as(name, first).get("/me").then().statusCode(401);
    administrator()
        .get("/users/" + name)
        .then()
        .body("invitedUntil", notNullValue(), "invitationUrl", nullValue());
    open(link).then().statusCode(200).header("Referrer-Policy", "no-referrer");

    accept(link, "short").then().statusCode(200).body(containsString("at least 12"));
    accept(link, "correct horse battery")
        .then()
        .statusCode(302)
        .header("Set-Cookie", containsString("synctrail="));

    as(name, "correct horse battery").get("/me").then().statusCode(200);
    open(link).then().statusCode(404);
    assertThat(kinds()).containsExactly("SIGNED_IN", "INVITATION_USED", "DENIED");
    administrator()
        .queryParam("limit", 200)
        .get("/access-log")
        .then()
        .body(not(containsString(link.substring(link.indexOf("code=") + 5))));
  }

  @Test
  void an_invitation_that_has_expired_or_was_revoked_is_refused_and_recorded() throws SQLException {
    addUser("VIEWER");
    String revoked = invite("{}").path("invitationUrl");
    administrator().delete("/users/" + name + "/invitation").then().statusCode(204);
    administrator().delete("/users/" + name + "/invitation").then().statusCode(404);
    open(revoked).then().statusCode(404);
    assertThat(kinds()).isEmpty();

    String expired = invite("").path("invitationUrl");
    try (Connection connection = server().dataSource().getConnection()) {
      connection
          .createStatement()
          .execute(
              "update console_user set invited_until = now() - interval '1 second' where name = '"
                  + name
                  + "'");
    }
    open(expired).then().statusCode(404).body(containsString("not valid"));
    assertThat(kinds()).containsExactly("DENIED");

    for (Duration illegal : List.of(Duration.ofDays(31), Duration.ofDays(-1))) {
      invite("{\"expiresAt\":\"%s\"}".formatted(Instant.now().plus(illegal)))
          .then()
          .statusCode(422)
          .body("code", equalTo(illegal.isNegative() ? "ALREADY_EXPIRED" : "INVITATION_TOO_LONG"));
    }
    administrator().body("{}").post("/users/nobody/invitation").then().statusCode(404);
  }

  @Test
  void failed_sign_ins_and_password_changes_are_recorded_under_the_name_of_a_known_user_only() {
    String password = choose(addUser("VIEWER"));
    as(name, "wrong").get("/me").then().statusCode(401);
    as("my-password-" + name, "wrong").get("/me").then().statusCode(401);

    assertThat(kinds()).containsExactly("DENIED", "PASSWORD_CHANGED");
    administrator()
        .queryParam("limit", 200)
        .queryParam("kind", "DENIED")
        .get("/access-log")
        .then()
        .body(not(containsString("my-password-")), not(containsString(password)));
  }

  @Test
  void unknown_roles_and_users_are_rejected() {
    server()
        .api()
        .contentType("application/json")
        .body("{\"role\":\"NONE\"}")
        .put("/users/admin")
        .then()
        .statusCode(400)
        .body("errors[0].pointer", equalTo("/role"));
    server().api().get("/users/nobody").then().statusCode(404);
  }

  @Test
  void a_change_is_recorded_with_the_state_before_and_after_and_without_secrets() {
    String password = addUser("VIEWER");
    change("{\"role\":\"AUDITOR\"}");

    server()
        .api()
        .queryParam("kind", "CHANGED")
        .queryParam("actor", "bootstrap")
        .get("/access-log")
        .then()
        .statusCode(200)
        .body(
            "data[0].target", equalTo("/api/v1/users/" + name),
            "data[0].method", equalTo("PUT"),
            "data[0].right", equalTo("ADMINISTRATION"),
            "data[0].proof", equalTo("TOKEN"),
            "data[0].address", notNullValue(),
            "data[0].details.before.role", equalTo("VIEWER"),
            "data[0].details.after.role", equalTo("AUDITOR"),
            "data[1].details.after.name", equalTo(name))
        .body(not(containsString(password)))
        .body(not(containsString("pbkdf2")));
  }

  @Test
  void rejected_requests_and_payload_reads_are_recorded() {
    String password = choose(addUser("VIEWER"));
    String payload = "/sync/" + UUID.randomUUID() + "/payload";
    as(name, password).get(payload).then().statusCode(403);
    change("{\"role\":\"AUDITOR\"}");
    as(name, password).get(payload).then().statusCode(404);

    as(name, password)
        .queryParam("actor", name)
        .queryParam("limit", 3)
        .get("/access-log")
        .then()
        .body(
            "data.kind", equalTo(List.of("PAYLOAD_READ", "DENIED", "PASSWORD_CHANGED")),
            "data[0].target", equalTo("/api/v1" + payload),
            "data[1].target", equalTo("/api/v1" + payload),
            "hasMore", equalTo(false));
  }

  @Test
  void search_values_are_not_recorded() {
    String secret = "planted-" + UUID.randomUUID();
    server().api().queryParam("pointer", "/a").queryParam("value", secret).get("/sync/history");

    server()
        .api()
        .queryParam("kind", "PAYLOAD_READ")
        .get("/access-log")
        .then()
        .body("data.target", hasItem(containsString("/sync/history?pointer=")))
        .body(not(containsString(secret)));
  }

  @Test
  void the_review_shows_rights_and_their_last_use() {
    as(name, choose(addUser("AUDITOR"))).get("/types").then().statusCode(200);

    String own = "data.find { it.name == '" + name + "' }";
    server()
        .api()
        .get("/access-review")
        .then()
        .statusCode(200)
        .body(
            own + ".kind", equalTo("PERSON"),
            own + ".role", equalTo("AUDITOR"),
            own + ".rights.right",
                equalTo(List.of("SELF", "METADATA", "PAYLOAD", "UNMASKED", "EXPORT", "AUDIT")),
            own + ".rights.find { it.right == 'METADATA' }.lastUsedAt", notNullValue(),
            own + ".rights.find { it.right == 'EXPORT' }.lastUsedAt", equalTo(null));
  }
}
