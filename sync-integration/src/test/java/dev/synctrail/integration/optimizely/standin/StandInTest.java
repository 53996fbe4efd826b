package dev.synctrail.integration.optimizely.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StandInTest {
  private static final String HERO =
      "{\"key\":\"Hero\",\"baseType\":\"_component\",\"displayName\":\"Hero\",\"properties\":"
          + "{\"heading\":{\"type\":\"string\"},\"body\":{\"type\":\"richText\"}}}";

  private static final String CREDENTIALS =
      "{\"grant_type\":\"client_credentials\",\"client_id\":\""
          + StandIn.CLIENT_ID
          + "\",\"client_secret\":\""
          + StandIn.CLIENT_SECRET
          + "\"}";

  private final StandIn standIn = StandIn.start();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterEach
  void close() {
    standIn.close();
  }

  @Test
  void issues_a_token_for_a_json_body_and_for_basic_with_a_form() throws Exception {
    assertThat(json(tokenAnswer()).getInt("expires_in")).isEqualTo(300);

    String basic =
        Base64.getEncoder()
            .encodeToString(
                (StandIn.CLIENT_ID + ":" + StandIn.CLIENT_SECRET).getBytes(StandardCharsets.UTF_8));
    HttpResponse<String> answer =
        send(
            to("/oauth/token")
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials")));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer).getString("token_type")).isEqualTo("Bearer");
  }

  @Test
  void refuses_a_wrong_secret_and_a_missing_expired_or_revoked_token() throws Exception {
    HttpResponse<String> refused =
        send(
            to("/oauth/token")
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        "{\"grant_type\":\"client_credentials\",\"client_id\":\""
                            + StandIn.CLIENT_ID
                            + "\",\"client_secret\":\"wrong\"}")));
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(json(refused).getString("error")).isEqualTo("invalid_client");

    assertThat(send(to("/v1/contenttypes").GET()).statusCode()).isEqualTo(401);

    String token = token();
    assertThat(get("/v1/contenttypes", token).statusCode()).isEqualTo(200);
    standIn.revokeTokens();
    assertThat(get("/v1/contenttypes", token).statusCode()).isEqualTo(401);

    standIn.settings(now -> now.withTokenLifetime(Duration.ZERO));
    assertThat(get("/v1/contenttypes", token()).statusCode()).isEqualTo(401);
  }

  @Test
  void v1_answers_a_creation_without_a_body_unless_one_is_preferred_and_adds_defaults()
      throws Exception {
    String token = token();
    HttpResponse<String> created = post("/v1", HERO, token);
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(created.body()).isEmpty();

    HttpResponse<String> read = get("/v1/contenttypes/Hero", token);
    JsonObject heading = json(read).getJsonObject("properties").getJsonObject("heading");
    assertThat(heading.getBoolean("isRequired")).isFalse();
    assertThat(heading.getInt("sortOrder")).isZero();
    assertThat(json(read)).containsKeys("created", "lastModified", "sortOrder", "isContract");
    assertThat(read.headers().firstValue("ETag").orElseThrow()).startsWith("\"");
    assertThat(read.headers().firstValue("Last-Modified")).isPresent();
  }

  @Test
  void preview3_answers_with_its_own_flags_and_rejects_the_others() throws Exception {
    String token = token();
    HttpResponse<String> created =
        post(
            "/preview3",
            "{\"key\":\"Tile\",\"baseType\":\"_component\",\"properties\":"
                + "{\"title\":{\"type\":\"string\",\"required\":true}}}",
            token);
    assertThat(created.statusCode()).isEqualTo(201);
    JsonObject title = json(created).getJsonObject("properties").getJsonObject("title");
    assertThat(title.getBoolean("required")).isTrue();
    assertThat(title).doesNotContainKey("isRequired");

    HttpResponse<String> refused =
        post(
            "/preview3",
            "{\"key\":\"Tale\",\"baseType\":\"_component\",\"properties\":"
                + "{\"title\":{\"type\":\"string\",\"isRequired\":true}}}",
            token);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(json(refused).getJsonArray("errors")).hasSize(1);
  }

  @Test
  void silently_drops_unknown_members_when_configured() throws Exception {
    standIn.settings(now -> now.withRejectUnknown(false));
    String token = token();
    String odd = HERO.replace("\"displayName\"", "\"color\":\"red\",\"displayName\"");
    assertThat(post("/v1", odd, token).statusCode()).isEqualTo(201);
    assertThat(standIn.stored("Hero").orElseThrow()).doesNotContainKey("color");
  }

  @Test
  void conditional_requests_are_answered_304_and_412() throws Exception {
    String token = token();
    post("/v1", HERO, token);
    String etag = get("/v1/contenttypes/Hero", token).headers().firstValue("ETag").orElseThrow();
    assertThat(
            send(authorized("/v1/contenttypes/Hero", token).header("If-None-Match", etag).GET())
                .statusCode())
        .isEqualTo(304);
    standIn.edit(HERO.replace("\"Hero\",\"prop", "\"Edited\",\"prop"));
    assertThat(patch("Hero", "{\"displayName\":\"Mine\"}", token, "If-Match", etag).statusCode())
        .isEqualTo(412);
    assertThat(
            patch("Hero", "{\"displayName\":\"Mine\"}", token, "If-Match", "W/" + etag)
                .statusCode())
        .isEqualTo(204);
    assertThat(post("/v1", HERO, token).statusCode()).isEqualTo(409);
  }

  @Test
  void a_breaking_change_must_be_forced() throws Exception {
    String token = token();
    post("/v1", HERO, token);
    String removal = "{\"properties\":{\"body\":null}}";
    HttpResponse<String> refused = patch("Hero", removal, token, "Prefer", "x");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("considered breaking");
    assertThat(patch("Hero", removal, token, "cms-ignore-data-loss-warnings", "true").statusCode())
        .isEqualTo(204);
    assertThat(standIn.stored("Hero").orElseThrow().getJsonObject("properties"))
        .containsOnlyKeys("heading");
  }

  @Test
  void deletes_unused_types_and_lists_types_created_by_users() throws Exception {
    String token = token();
    post("/v1", HERO, token);
    standIn.edit("{\"key\":\"Sys\",\"baseType\":\"_page\",\"source\":\"system\"}");
    JsonObject page = json(get("/v1/contenttypes?pageSize=5", token));
    assertThat(page.getInt("totalCount")).isEqualTo(1);
    assertThat(json(get("/preview3/contenttypes?sources=ALL", token)).getInt("totalItemCount"))
        .isEqualTo(2);
    standIn.use("Hero");
    assertThat(send(authorized("/v1/contenttypes/Hero", token).DELETE()).statusCode())
        .isEqualTo(409);
    assertThat(send(authorized("/v1/contenttypes/Sys", token).DELETE()).statusCode())
        .isEqualTo(204);
    assertThat(standIn.keys()).containsExactly("Hero");
  }

  @Test
  void reads_lag_behind_a_write_for_the_configured_number_of_reads() throws Exception {
    standIn.settings(now -> now.withStaleReads(2));
    String token = token();
    post("/v1", HERO, token);
    assertThat(get("/v1/contenttypes/Hero", token).statusCode()).isEqualTo(404);
    assertThat(get("/v1/contenttypes/Hero", token).statusCode()).isEqualTo(404);
    assertThat(get("/v1/contenttypes/Hero", token).statusCode()).isEqualTo(200);
  }

  @Test
  void imports_and_exports_a_manifest_with_partial_errors() throws Exception {
    String token = token();
    HttpResponse<String> answer =
        send(
            authorized("/v1/manifest", token)
                .header("Content-Type", "application/vnd.optimizely.cms.v1.manifest+json")
                .POST(
                    BodyPublishers.ofString(
                        "{\"contentTypes\":[" + HERO + ",{\"key\":\"Bad\"}]}")));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer).getJsonArray("outcomes")).hasSize(1);
    assertThat(json(answer).getJsonArray("errors")).hasSize(1);
    assertThat(json(get("/v1/manifest", token)).getJsonArray("contentTypes")).hasSize(1);
  }

  @Test
  void a_fault_applies_to_the_nth_matching_request_and_the_ledger_contains_all() throws Exception {
    standIn.script(new Rule("GET", "/contenttypes/*", 2, 1, Fault.status(429).retryAfter("7")));
    String token = token();
    assertThat(get("/v1/contenttypes/A", token).statusCode()).isEqualTo(404);
    HttpResponse<String> limited = get("/v1/contenttypes/B", token);
    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(limited.headers().firstValue("Retry-After")).contains("7");
    assertThat(limited.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/json");
    assertThat(get("/v1/contenttypes/C", token).statusCode()).isEqualTo(404);
    assertThat(standIn.ledger().entries()).extracting(Ledger.Entry::sequence).hasSize(4);
  }

  @Test
  void a_reset_before_the_body_leaves_an_incomplete_entry_and_changes_nothing() {
    standIn.script(Rule.once("POST", "/contenttypes", Fault.resetBeforeBody()));
    assertThatThrownBy(() -> post("/v1", HERO, token())).isInstanceOf(IOException.class);
    Ledger.Entry entry = standIn.ledger().withoutTokens().get(0);
    assertThat(entry.complete()).isFalse();
    assertThat(standIn.keys()).isEmpty();
  }

  @Test
  void a_reset_after_the_body_can_hide_an_applied_change() {
    standIn.script(Rule.once("POST", "/contenttypes", Fault.reset(true)));
    assertThatThrownBy(() -> post("/v1", HERO, token())).isInstanceOf(IOException.class);
    assertThat(new String(standIn.ledger().withoutTokens().get(0).body(), StandardCharsets.UTF_8))
        .isEqualTo(HERO);
    assertThat(standIn.keys()).containsExactly("Hero");
  }

  @Test
  void truncated_and_foreign_answers_break_the_client() throws Exception {
    String token = token();
    standIn.script(
        Rule.once("GET", "/contenttypes", Fault.truncated()),
        new Rule("GET", "/contenttypes", 2, 1, Fault.notHttp()),
        new Rule("GET", "/contenttypes", 3, 1, Fault.malformed()),
        new Rule("GET", "/contenttypes", 4, 1, Fault.oversized(12_345)));
    assertThatThrownBy(() -> get("/v1/contenttypes", token)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> get("/v1/contenttypes", token)).isInstanceOf(IOException.class);
    assertThat(get("/v1/contenttypes", token).body()).isEqualTo("{\"key\": \"");
    assertThat(get("/v1/contenttypes", token).body()).hasSize(12_345);
  }

  @Test
  void an_answer_can_be_held_while_the_request_is_in_the_ledger() throws Exception {
    String token = token();
    standIn.script(Rule.once("POST", "/contenttypes", Fault.answer().hold("gate")));
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(create("/v1", HERO, token).build(), BodyHandlers.ofString());
    assertThat(standIn.hold("gate").awaitReached(Duration.ofSeconds(10))).isTrue();
    assertThat(standIn.ledger().entries("POST")).hasSize(2);
    assertThat(answer).isNotDone();
    standIn.hold("gate").release();
    assertThat(answer.join().statusCode()).isEqualTo(201);
  }

  @Test
  void another_process_scripts_it_and_reads_the_ledger_over_http() throws Exception {
    send(
        to("/_standin/scripts")
            .POST(
                BodyPublishers.ofString(
                    "{\"method\":\"GET\",\"path\":\"/contenttypes\",\"fault\":"
                        + "{\"outcome\":\"STATUS\",\"status\":503}}")));
    String token = token();
    assertThat(get("/v1/contenttypes", token).statusCode()).isEqualTo(503);
    post("/v1", HERO, token);

    JsonObject ledger = json(send(to("/_standin/ledger?after=1").GET()));
    JsonObject last = ledger.getJsonArray("entries").getJsonObject(1);
    assertThat(ledger.getJsonArray("entries")).hasSize(2);
    assertThat(Base64.getDecoder().decode(last.getString("body")))
        .isEqualTo(HERO.getBytes(StandardCharsets.UTF_8));
    assertThat(last.getString("sha256")).hasSize(64);

    assertThat(
            json(send(
                    to("/_standin/settings")
                        .method("PATCH", BodyPublishers.ofString("{\"staleReads\":3}"))))
                .getInt("staleReads"))
        .isEqualTo(3);
    assertThat(json(send(to("/_standin/types").GET()))).containsOnlyKeys("Hero");
    assertThat(send(to("/_standin/reset").POST(BodyPublishers.noBody())).statusCode())
        .isEqualTo(204);
    assertThat(standIn.keys()).isEmpty();
    assertThat(standIn.ledger().entries()).isEmpty();
  }

  @Test
  void a_self_hosted_platform_answers_below_its_own_path_and_so_does_its_token_endpoint()
      throws Exception {
    HttpResponse<String> granted =
        send(
            to("/_cms/v1/oauth/token")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(CREDENTIALS)));
    String token = json(granted).getString("access_token");

    HttpResponse<String> created = post("/_cms/v1", HERO, token);
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(created.headers().firstValue("Location")).contains("/_cms/v1/contenttypes/Hero");
    assertThat(get("/_cms/v1/contenttypes/Hero", token).body())
        .isEqualTo(get("/v1/contenttypes/Hero", token).body());
    assertThat(get("/_cms/preview3/contenttypes", token).statusCode()).isEqualTo(200);
    assertThat(get("/_cms/v2/contenttypes", token).statusCode()).isEqualTo(404);

    standIn.script(Rule.once("GET", "/contenttypes/Hero", Fault.status(503)));
    assertThat(get("/_cms/v1/contenttypes/Hero", token).statusCode()).isEqualTo(503);
  }

  @Test
  void returns_its_version_to_authorized_clients() throws Exception {
    assertThat(send(to("/preview3/info").GET()).statusCode()).isEqualTo(401);
    assertThat(json(get("/preview3/info", token())))
        .containsKeys("apiVersion", "serviceVersion", "cmsVersion");
    assertThat(get("/v1/info", token()).statusCode()).isEqualTo(404);
  }

  @Test
  void validates_access_rights_editor_settings_and_display_modes() throws Exception {
    String token = token();
    String type =
        """
        {"key":"Hero","displayName":"Hero","baseType":"_component",
         "accessRights":[{"name":"Editors"},{"name":"jo","type":"user"}],
         "properties":{"body":{"type":"richText","displayMode":"hidden",
           "editorSettings":{"preset":"minimal","of":{"its":null}}}}}
        """;
    assertThat(post("/v1", type, token).statusCode()).isEqualTo(201);

    JsonObject stored = json(get("/v1/contenttypes/Hero", token));
    JsonObject body = stored.getJsonObject("properties").getJsonObject("body");
    assertThat(stored.getJsonArray("accessRights")).hasSize(2);
    assertThat(body.getString("displayMode")).isEqualTo("hidden");
    assertThat(body.getJsonObject("editorSettings").getJsonObject("of").isNull("its")).isTrue();

    String invalid = "{\"accessRights\":[{\"name\":\"x\",\"type\":\"robot\"}]}";
    HttpResponse<String> refused = patch("Hero", invalid, token, "Prefer", "x");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("accessRights.type");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'baseType':'_page','compositionBehaviors':['sectionEnabled']",
        "'baseType':'_component','compositionBehaviors':['elementEnabled'],"
            + "'properties':{'p':{'type':'array','items':{'type':'content'}}}",
        "'baseType':'_page','properties':{'p':{'type':'contentReference',"
            + "'contentType':'Other','allowedTypes':['_image']}}",
        "'baseType':'_page','properties':{'p':{'type':'boolean','enum':[{'value':'a'}]}}",
        "'baseType':'_page','properties':{'p':{'type':'string','maximum':3}}",
        "'baseType':'_page','properties':{'p':{'type':'string','items':{'type':'string'}}}",
        "'baseType':'_page','properties':{'p':{'type':'string','displayMode':'gone'}}",
      })
  void rejects_members_that_cannot_be_combined(String members) throws Exception {
    String type = ("{'key':'Odd','displayName':'Odd'," + members + "}").replace('\'', '"');

    HttpResponse<String> refused = post("/v1", type, token());

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(json(refused).getJsonArray("errors")).isNotEmpty();
    assertThat(standIn.keys()).isEmpty();
  }

  static Stream<Arguments> site() {
    return Stream.of(
        Arguments.of(
            "/v1/displaytemplates",
            "'nodeType':'row','settings':{'padding':{'displayName':'Padding','editor':'select',"
                + "'sortOrder':1,'choices':{'small':{'displayName':'Small','sortOrder':1}}}}",
            "'contentType':'Hero'"),
        Arguments.of("/v1/propertygroups", "'sortOrder':3", "'color':'red'"),
        Arguments.of(
            "/v1/locales",
            "'routeSegment':'sv','accessRights':[{'name':'Nordics'}]",
            "'routeSegment':''"),
        Arguments.of(
            "/v1/applications",
            "'type':'website','entryPoint':'cms://content/1','hosts':[{'authority':'a.example',"
                + "'type':'primary','preferredUrlScheme':'https'}],'usePreviewTokens':true",
            "'type':'inProcessWebsite'"),
        Arguments.of("/preview3/displaytemplates", "'baseType':'_page'", "'baseType':'page'"),
        Arguments.of("/preview3/propertygroups", "'sortOrder':3", "'sortOrder':1.5"),
        Arguments.of("/preview3/locales", "'routeSegment':'sv'", "'isEnabled':'yes'"));
  }

  @ParameterizedTest
  @MethodSource("site")
  void stores_definitions_of_a_site_like_content_types(String path, String members, String wrong)
      throws Exception {
    String token = token();
    String whole = resource("sv", members);
    int others = json(get(path, token)).getJsonArray("items").size();

    HttpResponse<String> created = post(path, whole, token, "application/json");
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(created.headers().firstValue("Location")).contains(path + "/sv");
    assertThat(post(path, whole, token, "application/json").statusCode()).isEqualTo(409);
    assertThat(
            post(path, "{'key':'x y'}".replace('\'', '"'), token, "application/json").statusCode())
        .isEqualTo(400);

    HttpResponse<String> read = get(path + "/sv", token);
    String etag = read.headers().firstValue("ETag").orElseThrow();
    assertThat(created.headers().firstValue("ETag")).contains(etag);
    assertThat(json(read)).containsKeys("created", "createdBy", "lastModified", "lastModifiedBy");
    assertThat(
            send(authorized(path + "/sv", token).header("If-None-Match", etag).GET()).statusCode())
        .isEqualTo(304);

    JsonObject page = json(get(path + "?pageIndex=" + others + "&pageSize=1", token));
    assertThat(page.getJsonArray("items")).hasSize(1);
    assertThat(page.getInt(path.startsWith("/v1") ? "totalCount" : "totalItemCount"))
        .isEqualTo(others + 1);
    assertThat(get(path + "?pageSize=0", token).statusCode()).isEqualTo(400);

    assertThat(change(path + "/sv", "{'displayName':'Svenska'}", token, etag).statusCode())
        .isIn(200, 204);
    assertThat(change(path + "/sv", "{'displayName':'Mine'}", token, etag).statusCode())
        .isEqualTo(412);
    assertThat(json(get(path + "/sv", token)).getString("displayName")).isEqualTo("Svenska");
    HttpResponse<String> refused = change(path + "/sv", "{" + wrong + "}", token, "*");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(json(refused).getJsonArray("errors")).isNotEmpty();
    assertThat(change(path + "/sv", "{'key':'other'}", token, "*").statusCode()).isEqualTo(400);
    assertThat(send(authorized(path + "/sv", token).PUT(BodyPublishers.noBody())).statusCode())
        .isEqualTo(405);

    assertThat(send(authorized(path + "/sv", token).DELETE()).statusCode()).isIn(200, 204);
    assertThat(json(get(path + "/sv", token)).getString("code")).isEqualTo("NotFound");
    assertThat(send(to(path).GET()).statusCode()).isEqualTo(401);
  }

  @Test
  void has_one_language_initially_and_applications_in_v1_only() throws Exception {
    String token = token();
    assertThat(json(get("/v1/locales/en", token)).getBoolean("isEnabled")).isTrue();
    assertThat(get("/preview3/applications", token).statusCode()).isEqualTo(404);
  }

  @Test
  void two_applications_cannot_have_the_same_entry_point() throws Exception {
    String token = token();
    String members = "'type':'website','entryPoint':'cms://content/1'";
    post("/v1/applications", resource("one", members), token, "application/json");
    HttpResponse<String> second =
        post("/v1/applications", resource("two", members), token, "application/json");
    assertThat(second.statusCode()).isEqualTo(400);
    assertThat(second.body()).contains("entry points cannot overlap");
  }

  @Test
  void a_manifest_contains_all_definitions_of_a_site_and_can_be_imported_again() throws Exception {
    String token = token();
    String manifest =
        """
        {"displayTemplates":[{"key":"Wide","displayName":"Wide","contentType":"Hero"}],
         "contentTypes":[%s],
         "propertyGroups":[{"key":"seo","displayName":"SEO","sortOrder":1}],
         "locales":[{"key":"sv","displayName":"Swedish","routeSegment":"sv"}]}
        """
            .formatted(
                HERO.replace("\"type\":\"string\"", "\"type\":\"string\",\"group\":\"seo\""));
    standIn.settings(now -> now.withNamedMustExist(true));

    JsonObject imported = json(importing(manifest, token, false));
    assertThat(imported.getJsonArray("errors")).isEmpty();
    assertThat(imported.getJsonArray("outcomes").getValuesAs(JsonObject.class))
        .extracting(outcome -> outcome.getString("section") + " " + outcome.getString("resource"))
        .containsExactly(
            "locales sv", "propertyGroups seo", "contentTypes Hero", "displayTemplates Wide");
    assertThat(json(get("/v1/displaytemplates/Wide", token)).getBoolean("isDefault")).isFalse();

    HttpResponse<String> exported = get("/v1/manifest", token);
    assertThat(json(exported))
        .containsOnlyKeys(
            "locales", "propertyGroups", "contentTypes", "displayTemplates", "lastModified");
    String etag = get("/v1/contenttypes/Hero", token).headers().firstValue("ETag").orElseThrow();
    JsonObject again = json(importing(exported.body(), token, false));
    assertThat(again.getJsonArray("errors")).isEmpty();
    assertThat(again.getJsonArray("outcomes").toString()).contains("'Hero' is unchanged");
    assertThat(get("/v1/contenttypes/Hero", token).headers().firstValue("ETag")).contains(etag);

    assertThat(json(get("/v1/manifest?sections=contentTypes&sections=propertyGroups", token)))
        .containsOnlyKeys("contentTypes", "propertyGroups", "lastModified");
    assertThat(get("/v1/manifest?sections=everything", token).statusCode()).isEqualTo(400);
    standIn.edit("{\"key\":\"Sys\",\"baseType\":\"_page\",\"source\":\"system\"}");
    assertThat(get("/v1/manifest", token).body()).doesNotContain("\"Sys\"");
    assertThat(get("/v1/manifest?includeReadOnly=true", token).body()).contains("\"Sys\"");
  }

  @Test
  void a_manifest_applies_breaking_changes_only_when_forced_and_never_immutable_ones()
      throws Exception {
    String token = token();
    post("/v1", HERO, token);
    String without = HERO.replace(",\"body\":{\"type\":\"richText\"}", "");
    String other = HERO.replace("_component", "_section");

    JsonObject refused =
        json(importing("{\"contentTypes\":[" + without + "," + other + ",7]}", token, false));
    assertThat(refused.getJsonArray("outcomes")).isEmpty();
    assertThat(refused.getJsonArray("errors").getValuesAs(JsonObject.class))
        .extracting(error -> error.getString("message"))
        .satisfiesExactly(
            breaking -> assertThat(breaking).contains("breaking", "ignoreDataLossWarnings"),
            immutable -> assertThat(immutable).contains("baseType: Cannot be changed"),
            noObject -> assertThat(noObject).contains("Not a content type"));
    assertThat(standIn.stored("Hero").orElseThrow().getJsonObject("properties"))
        .containsKeys("heading", "body");

    JsonObject forced = json(importing("{\"contentTypes\":[" + without + "]}", token, true));
    assertThat(forced.getJsonArray("errors")).isEmpty();
    assertThat(standIn.stored("Hero").orElseThrow().getJsonObject("properties"))
        .containsOnlyKeys("heading");
    assertThat(importing("{\"contentTypes\":{}}", token, false).statusCode()).isEqualTo(400);
    assertThat(importing("{\"types\":[]}", token, false).statusCode()).isEqualTo(400);
  }

  @Test
  void referenced_resources_must_exist_when_configured() throws Exception {
    standIn.settings(now -> now.withNamedMustExist(true));
    String token = token();
    String template = resource("Wide", "'contentType':'Hero'");
    assertThat(post("/v1/displaytemplates", template, token, "application/json").body())
        .contains("There is no content type 'Hero'");
    String grouped = HERO.replace("\"string\"", "\"string\",\"group\":\"seo\"");
    assertThat(post("/v1", grouped, token).body()).contains("There is no property group 'seo'");
    assertThat(post("/v1", grouped.replace("seo", "Settings"), token).statusCode()).isEqualTo(201);
    assertThat(post("/v1/displaytemplates", template, token, "application/json").statusCode())
        .isEqualTo(201);
  }

  private static String resource(String key, String members) {
    return ("{'key':'" + key + "','displayName':'A " + key + "'," + members + "}")
        .replace('\'', '"');
  }

  private HttpResponse<String> importing(String manifest, String token, boolean forced)
      throws Exception {
    return send(
        authorized("/v1/manifest", token)
            .header("Content-Type", "application/vnd.optimizely.cms.v1.manifest+json")
            .header("cms-ignore-data-loss-warnings", String.valueOf(forced))
            .POST(BodyPublishers.ofString(manifest)));
  }

  private HttpResponse<String> change(String path, String patch, String token, String etag)
      throws Exception {
    return send(
        authorized(path, token)
            .header("Content-Type", "application/merge-patch+json")
            .header("If-Match", etag)
            .method("PATCH", BodyPublishers.ofString(patch.replace('\'', '"'))));
  }

  private HttpResponse<String> post(String path, String body, String token, String mediaType)
      throws Exception {
    return send(
        authorized(path, token)
            .header("Content-Type", mediaType)
            .POST(BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> tokenAnswer() throws Exception {
    return send(
        to("/oauth/token")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(CREDENTIALS)));
  }

  private String token() throws Exception {
    return json(tokenAnswer()).getString("access_token");
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(standIn.baseUrl() + path));
  }

  private HttpRequest.Builder authorized(String path, String token) {
    return to(path).header("Authorization", "Bearer " + token);
  }

  private HttpRequest.Builder create(String version, String body, String token) {
    return authorized(version + "/contenttypes", token)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body));
  }

  private HttpResponse<String> post(String version, String body, String token) throws Exception {
    return send(create(version, body, token));
  }

  private HttpResponse<String> get(String path, String token) throws Exception {
    return send(authorized(path, token).GET());
  }

  private HttpResponse<String> patch(
      String key, String body, String token, String header, String value) throws Exception {
    return send(
        authorized("/v1/contenttypes/" + key, token)
            .header("Content-Type", "application/merge-patch+json")
            .header(header, value)
            .method("PATCH", BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static JsonObject json(HttpResponse<String> answer) {
    try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
      return reader.readObject();
    }
  }
}
