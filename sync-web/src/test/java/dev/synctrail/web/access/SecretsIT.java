package dev.synctrail.web.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.synctrail.web.server.OnSharedServer;
import dev.synctrail.web.server.SharedServer;
import dev.synctrail.web.server.Watched;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Plants secrets in every input, uses all operations, and searches all outputs for the secrets. */
class SecretsIT extends OnSharedServer {
  private static final String IN_PAYLOAD = planted("payload");
  private static final String COOKIE = planted("cookie");

  private static Watched platform;
  private static String pushed;
  private static String recorded;

  private static String planted(String where) {
    return where + "-" + UUID.randomUUID().toString().replace("-", "");
  }

  @BeforeAll
  static void push() {
    platform = new Watched("secrets").start();
    platform.store("Planted");
    pushed =
        platform.pushed(
            "Planted", api("OPERATOR").header("Idempotency-Key", UUID.randomUUID().toString()));
    recorded =
        api("OPERATOR")
            .body(
                """
                {"typeKey":"Planted","targetPlatform":"elsewhere","syncDirection":"PUSH",
                 "data":{"planted":"%1$s","deep":[{"planted":"%1$s","shown":1}],"big":1}}
                """
                    .formatted(IN_PAYLOAD))
            .post("sync")
            .then()
            .statusCode(201)
            .extract()
            .path("id");
  }

  /** Begins a request with a JWT of the trusted issuer. */
  private static RequestSpecification api(String... roles) {
    return given()
        .baseUri(server().uri() + "api/v1/")
        .contentType("application/json")
        .header("Authorization", "Bearer " + jwt(roles))
        .cookie("planted", COOKIE);
  }

  private static String jwt(String... roles) {
    try {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("issuer").build(),
              new JWTClaimsSet.Builder()
                  .issuer(SharedServer.ISSUER)
                  .claim("upn", String.join("+", roles) + "@example.com")
                  .claim("groups", List.of(roles))
                  .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                  .build());
      token.sign(new RSASSASigner(server().issuersKey()));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void the_name_in_a_trusted_token_is_the_actor() {
    api("VIEWER")
        .get("sync/" + pushed)
        .then()
        .statusCode(200)
        .body("actor", equalTo("OPERATOR@example.com"));
  }

  @Test
  void a_trusted_token_cannot_use_the_name_of_a_local_token_or_user() {
    api("ADMIN")
        .body("{\"name\":\"AUDITOR+VIEWER@example.com\",\"role\":\"VIEWER\"}")
        .post("tokens")
        .then()
        .statusCode(201);
    api("AUDITOR", "VIEWER").get("types").then().statusCode(401);
    api("OPERATOR", "VIEWER").get("types").then().statusCode(200);
    api("ADMIN")
        .body("{\"name\":\"OPERATOR+VIEWER@example.com\",\"role\":\"VIEWER\"}")
        .post("users")
        .then()
        .statusCode(201);
    api("OPERATOR", "VIEWER").get("types").then().statusCode(401);
  }

  @Test
  void a_masked_part_is_hidden_and_the_checksum_is_that_of_the_original() {
    Response masked = api("OPERATOR").get("sync/" + recorded + "/payload?role=intended");
    Response whole = api("AUDITOR").get("sync/" + recorded + "/payload?role=intended");

    assertThat(masked.asString()).contains("«masked»", "\"shown\":1").doesNotContain(IN_PAYLOAD);
    assertThat(whole.asString()).contains(IN_PAYLOAD);
    assertThat(masked.header("Repr-Digest")).isEqualTo(whole.header("Repr-Digest"));
    assertThat(masked.header("Content-Digest")).isNotEqualTo(whole.header("Content-Digest"));
    assertThat(masked.header("ETag")).isNotEqualTo(whole.header("ETag"));
    api("OPERATOR")
        .get("sync/export?format=ndjson&include=data")
        .then()
        .statusCode(403)
        .body("right", equalTo("UNMASKED"));
    api("OPERATOR")
        .get("sync/history?pointer=/planted&value=x")
        .then()
        .statusCode(403)
        .body("right", equalTo("UNMASKED"));
    api("AUDITOR").get("sync/export?format=ndjson&include=data").then().statusCode(200);
  }

  @Test
  void evidence_has_content_only_for_those_who_may_see_it() {
    String evidence = "sync/" + recorded + "/evidence";
    api("VIEWER").get(evidence).then().statusCode(403).body("right", equalTo("EXPORT"));
    api("OPERATOR")
        .get(evidence + "?include=data")
        .then()
        .statusCode(403)
        .body("right", equalTo("UNMASKED"));

    assertThat(bundle("OPERATOR", evidence)).doesNotContain(IN_PAYLOAD);
    assertThat(bundle("AUDITOR", evidence + "?include=data")).contains(IN_PAYLOAD);
  }

  private static String bundle(String role, String path) {
    Response response = api(role).get(path);
    response.then().statusCode(200);
    return new String(response.asByteArray(), StandardCharsets.ISO_8859_1);
  }

  @Test
  void no_secret_is_in_any_answer_row_or_log() throws SQLException {
    List<String> secrets =
        new ArrayList<>(
            List.of(
                SharedServer.TOKEN,
                SharedServer.PASSWORD,
                SharedServer.CLIENT_SECRET,
                SharedServer.DATABASE_PASSWORD,
                COOKIE,
                platformToken()));
    String made =
        api("ADMIN")
            .body("{\"name\":\"%s\",\"role\":\"VIEWER\"}".formatted(planted("made")))
            .post("tokens")
            .path("token");
    secrets.add(made);
    String jwt = jwt("ADMIN", "VIEWER");
    secrets.add(jwt);
    for (String token : List.of(SharedServer.TOKEN, made, jwt)) {
      misplaced(token);
    }
    misplacedInQuery(SharedServer.PASSWORD);
    given()
        .auth()
        .preemptive()
        .basic(SharedServer.USER, SharedServer.PASSWORD)
        .get(server().uri() + "api/v1/me");
    given().auth().preemptive().basic("admin", COOKIE).get(server().uri() + "api/v1/me");
    given().header("Authorization", "Bearer " + COOKIE).get(server().uri() + "api/v1/me");
    Map<String, String> outputs = new TreeMap<>();
    for (String path : readable()) {
      for (String sync : List.of(pushed, recorded)) {
        for (String role : List.of("OPERATOR", "ADMIN")) {
          String filled = filled(path, sync);
          outputs.put(role + " GET " + filled, api(role).get(filled).asString());
        }
      }
    }
    assertThat(outputs).hasSizeGreaterThan(60);
    assertThat(outputs.get("OPERATOR GET sync/" + recorded + "?include=data")).contains("«masked»");
    outputs.forEach(
        (output, text) -> {
          if (output.startsWith("OPERATOR")) {
            assertThat(text).as(output).doesNotContain(IN_PAYLOAD);
          }
        });
    outputs.putAll(rows());
    outputs.put("the log", server().log());

    outputs.forEach(
        (output, text) ->
            assertThat(secrets).as(output).noneMatch(secret -> text.contains(secret)));
    assertThat(outputs.get("the log")).doesNotContain(IN_PAYLOAD);
  }

  /** Sends a token in places where clients put it by mistake, with and without authentication. */
  private static void misplaced(String token) {
    misplacedInQuery(token);
    for (RequestSpecification client :
        List.of(api("ADMIN"), given().baseUri(server().uri() + "api/v1/"))) {
      client.header("Referer", server().uri() + "console/history.xhtml?access_token=" + token);
      client.get("types/" + token + "/versions");
      client.get("sync/" + pushed + "/payload?role=intended&token=" + token);
      client.get("tokens/Bearer%20" + token);
      client.post("../../console/history.xhtml");
    }
    api("ADMIN").delete("tokens/" + token);
    given()
        .header("Sec-Fetch-Site", "same-origin")
        .formParam("form:name", token)
        .formParam("form", "form")
        .post(server().uri() + "sign-in.xhtml?to=/console/history.xhtml?access_token=" + token);
    given().auth().preemptive().basic(token, "x").get(server().uri() + "api/v1/me");
    for (String spelt :
        List.of(token, escaped(token), token.charAt(0) + escaped(token.substring(1)))) {
      api("OPERATOR")
          .body(
              "{\"platform\":\"planted\",\"typeKeys\":[\"Planted\"],\"reason\":\"as %s\"}"
                  .formatted(spelt))
          .post("deployments")
          .then()
          .statusCode(422)
          .body("code", equalTo("SECRET_IN_BODY"));
    }
    api("OPERATOR")
        .body(
            "{\"typeKey\":\"Planted\",\"targetPlatform\":\"elsewhere\",\"syncDirection\":\"PUSH\",\"data\":{\"t\":\"%s\"}}"
                .formatted(token))
        .post("sync")
        .then()
        .statusCode(422);
    api("OPERATOR")
        .header("Idempotency-Key", token.length() > 255 ? token.substring(0, 255) : token)
        .body("{\"platform\":\"planted\",\"typeKeys\":[\"Planted\"],\"options\":{\"dryRun\":true}}")
        .post("deployments");
  }

  private static String escaped(String text) {
    return text.chars().mapToObj("\\u%04X"::formatted).collect(Collectors.joining());
  }

  private static void misplacedInQuery(String secret) {
    for (RequestSpecification client :
        List.of(api("ADMIN"), given().baseUri(server().uri() + "api/v1/"))) {
      client.get("sync/" + pushed + "/payload?access_token=" + secret);
      client.get("types?access_token=" + secret);
      client.get("nowhere?" + secret);
      client.get("../../nowhere.xhtml?password=" + secret);
    }
  }

  private static String platformToken() {
    String header =
        platform.platform().ledger().withoutTokens().stream()
            .map(entry -> entry.header("Authorization"))
            .flatMap(Optional::stream)
            .findFirst()
            .orElseThrow();
    assertThat(header).startsWith("Bearer ");
    return header.substring("Bearer ".length());
  }

  private static List<String> readable() {
    String text =
        given().accept("application/json").get(server().uri().resolve("/openapi")).asString();
    List<String> paths = new ArrayList<>();
    try (var reader = Json.createReader(new StringReader(text))) {
      JsonObject all = reader.readObject().getJsonObject("paths");
      all.forEach(
          (path, item) -> {
            if (item.asJsonObject().containsKey("get") && !path.endsWith("/events")) {
              paths.add(path.substring("/api/v1/".length()));
            }
          });
    }
    paths.addAll(
        List.of(
            "sync/{syncId}/events",
            "sync/{syncId}?include=data",
            "sync/{syncId}/payload?role=intended",
            "sync/{syncId}/payload?role=answered",
            "sync/export?format=ndjson&include=trail",
            "nowhere"));
    return paths;
  }

  private static String filled(String path, String sync) {
    return path.replace("{syncId}", sync)
        .replace("{typeKey}", "Planted")
        .replaceAll("\\{(a|b|versionId)}", "0".repeat(64))
        .replace("platforms/{id}", "platforms/secrets")
        .replace("{name}", "admin")
        .replaceAll("\\{[^}]*}", sync)
        // other tests leave syncs that abort an export
        .replaceAll("^sync/export$", "sync/export?typeKey=Planted")
        .replaceAll("^sync/export\\?f", "sync/export?typeKey=Planted&f")
        .replaceAll("^ledger/evidence$", "ledger/evidence?include=data&typeKey=Planted");
  }

  /** Returns all rows of all tables as text, with bytes decoded. */
  private static Map<String, String> rows() throws SQLException {
    Map<String, String> rows = new TreeMap<>();
    try (Connection connection = server().dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet names =
          statement.executeQuery("select tablename from pg_tables where schemaname = 'public'")) {
        while (names.next()) {
          tables.add(names.getString(1));
        }
      }
      for (String table : tables) {
        try (ResultSet text =
            statement.executeQuery(
                "select coalesce(string_agg(t::text, E'\\n'), '') from " + table + " t")) {
          text.next();
          rows.put("table " + table, readable(text.getString(1)));
        }
      }
    }
    assertThat(rows).containsKeys("table access_log", "table snapshot");
    return rows;
  }

  private static String readable(String text) {
    StringBuilder all = new StringBuilder(text);
    var hex = Pattern.compile("\\\\\\\\x([0-9a-f]+)").matcher(text);
    while (hex.find()) {
      all.append('\n')
          .append(new String(HexFormat.of().parseHex(hex.group(1)), StandardCharsets.ISO_8859_1));
    }
    return all.toString();
  }
}
