package dev.synctrail.ear;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.synctrail.integration.optimizely.standin.StandIn;
import dev.synctrail.web.browser.Chromium;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class EarIT {

  private static final String TOKEN = "a-token-for-the-test-of-the-ear-0123456789";
  private static final String PASSWORD = "a password for the ear";

  private static final EmbeddedPostgres POSTGRES = startPostgres();
  private static final StandIn PLATFORM = StandIn.start();
  private static final PayaraServer SERVER = startServer();

  private static EmbeddedPostgres startPostgres() {
    try {
      return EmbeddedPostgres.start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PayaraServer startServer() {
    try {
      return PayaraServer.start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @BeforeAll
  static void configure_server() throws Exception {
    SERVER.configure("sync.ledger.key", ledgerKey().toString());
    SERVER.configure("sync.bootstrap.token", TOKEN);
    SERVER.configure("sync.bootstrap.admin-password", PASSWORD);
    SERVER.configure("sync.bootstrap.admin-must-change", "false");
    SERVER.configure("sync.platform.sandbox.client-id", StandIn.CLIENT_ID);
    SERVER.configure("sync.platform.sandbox.client-secret", StandIn.CLIENT_SECRET);
    SERVER.configure("sync.platform.sandbox.allowed-origin", "http://127.0.0.1:" + PLATFORM.port());
  }

  @AfterEach
  void undeploy() throws Exception {
    SERVER.undeploy();
  }

  @AfterAll
  static void stop() throws Exception {
    SERVER.stop();
    PLATFORM.close();
    POSTGRES.close();
  }

  private static Path ledgerKey() throws IOException, GeneralSecurityException {
    byte[] key =
        KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
    return Files.writeString(
        Files.createTempFile("ledger-key", ".pem"),
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(key)
            + "\n-----END PRIVATE KEY-----\n");
  }

  @Test
  void works_on_the_data_source_that_the_application_defines() throws Exception {
    SERVER.configure("sync.db.url", newDatabase("own"));
    SERVER.configure("sync.db.user", "postgres");
    SERVER.configure("sync.db.password", "unused");
    SERVER.restart();
    SERVER.deploy();

    assertPushAndConsole("OwnPool");

    for (var key : new String[] {"sync.db.url", "sync.db.user", "sync.db.password"}) {
      SERVER.unconfigure(key);
    }
  }

  @Test
  void works_on_the_data_source_that_the_administrator_defines() throws Exception {
    SERVER.asadmin(
        "create-jdbc-connection-pool",
        "--restype=javax.sql.DataSource",
        "--datasourceclassname=org.postgresql.ds.PGSimpleDataSource",
        "--isconnectvalidatereq=true",
        "--validationmethod=auto-commit",
        "--failconnection=true",
        "--property",
        "user=postgres:password=unused:url="
            + (newDatabase("administrators") + "?stringtype=unspecified&reWriteBatchedInserts=true")
                .replace(":", "\\:")
                .replace("=", "\\="),
        "synctrail");
    SERVER.asadmin("create-jdbc-resource", "--connectionpoolid=synctrail", "jdbc/synctrail");
    SERVER.configure("sync.db.jndi", "jdbc/synctrail");
    SERVER.restart();
    SERVER.deploy();

    assertPushAndConsole("TheirPool");

    SERVER.unconfigure("sync.db.jndi");
  }

  private static String newDatabase(String name) throws Exception {
    try (var connection = POSTGRES.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("create database " + name);
    }
    return "jdbc:postgresql://localhost:" + POSTGRES.getPort() + "/" + name;
  }

  private static void assertPushAndConsole(String typeKey) throws Exception {
    given().get(SERVER.uri().resolve("/health/ready")).then().statusCode(200);
    given()
        .get(SERVER.uri().resolve("/openapi"))
        .then()
        .statusCode(200)
        .body(containsString("/api/v1/deployments"));

    api()
        .body(
            """
            {"id": "sandbox", "kind": "optimizely", "name": "Sandbox", "baseUrl": "%s", "apiVersion": "v1"}
            """
                .formatted(PLATFORM.baseUrl()))
        .post("/platforms")
        .then()
        .statusCode(201);
    api()
        .body(
            """
            {"content": {"key": "%s", "displayName": "From the EAR", "baseType": "_page"}}
            """
                .formatted(typeKey))
        .put("/types/" + typeKey)
        .then()
        .statusCode(201);
    api()
        .body("{\"platform\": \"sandbox\", \"typeKeys\": [\"" + typeKey + "\"]}")
        .post("/deployments")
        .then()
        .statusCode(202);
    awaitSuccess(typeKey);

    assertConsole(typeKey);
  }

  private static void assertConsole(String typeKey) {
    try (Chromium browser = Chromium.start()) {
      Page page = browser.open(SERVER.uri(), "en");
      Chromium.enter(page, "admin", PASSWORD);
      page.navigate("/console/history.xhtml?typeKey=" + typeKey);
      Locator row = page.locator("tbody tr").filter(withText(typeKey));
      assertThat(row).containsText("Success");
      row.getByRole(AriaRole.LINK).first().click();
      page.getByText("Open as page").click();
      page.locator("#payload-SENT > summary").click();
      assertThat(page.locator("#payload-SENT .ace_content")).containsText("From the EAR");
      Chromium.photograph(page, "sync-in-the-ear");

      page.navigate("/console/deployments.xhtml?typeKeys=" + typeKey);
      page.locator("#platform").selectOption("sandbox");
      page.locator("#reason").fill("from the console of the EAR");
      page.locator("#go").click();
      assertThat(page).hasURL(Pattern.compile(".*/deployment\\.xhtml\\?id=.*"));
      assertThat(page.locator("h1")).containsText("Completed");
      assertThat(page.locator("main")).containsText(typeKey);

      page.locator("#who > summary").click();
      Chromium.press(page, "Sign out");
      page.navigate("/console/nowhere.xhtml");
      assertThat(page).hasURL(Pattern.compile(".*/sign-in\\.xhtml.*"));
      assertThat(browser.browserErrors()).isEmpty();
    }
  }

  private static Locator.FilterOptions withText(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private static void awaitSuccess(String typeKey) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!api()
        .get("/sync/history?typeKey=" + typeKey)
        .then()
        .statusCode(200)
        .body("data.typeKey", hasItem(equalTo(typeKey)))
        .extract()
        .jsonPath()
        .getList("data.syncStatus")
        .contains("SUCCESS")) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(100);
    }
  }

  private static RequestSpecification api() {
    return given()
        .baseUri(SERVER.uri() + "/api/v1")
        .header("Authorization", "Bearer " + TOKEN)
        .contentType(ContentType.JSON);
  }
}
