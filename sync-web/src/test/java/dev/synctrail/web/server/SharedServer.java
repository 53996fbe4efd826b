package dev.synctrail.web.server;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.synctrail.integration.optimizely.standin.StandIn;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import no.nav.security.mock.oauth2.MockOAuth2Server;

/** The address, credentials and resources of the shared server. */
public final class SharedServer {

  /** A token with all rights. */
  public static final String TOKEN = "st_a-token-for-tests-that-lets-in-to-everything";

  /** The administrator of the console. */
  public static final String USER = "admin";

  /** The administrator's password. */
  public static final String PASSWORD = "a password for tests";

  static final Map<String, String> BOOTSTRAP =
      Map.of(
          "sync.bootstrap.token", TOKEN,
          "sync.bootstrap.admin-user", USER,
          "sync.bootstrap.admin-password", PASSWORD,
          "sync.bootstrap.admin-must-change", "false");

  /** Ids of platforms, each used by one test class; see {@link Watched}. */
  static final List<String> PLATFORMS =
      List.of(
          "flowcontrol",
          "conflicts",
          "deployments",
          "drift",
          "drift-pages",
          "metrics-prod",
          "planpages",
          "traces",
          "answers",
          "guards",
          "guardpages",
          "jobs",
          "refusals",
          "settlement",
          "secrets",
          "documented",
          "answerpages",
          "german",
          "boardpages",
          "ledger",
          "evidence");

  /** The client secret of all platforms. */
  public static final String CLIENT_SECRET = secret("client");

  /** The password of the database's user. */
  public static final String DATABASE_PASSWORD = secret("database");

  /** The issuer whose JWTs the server trusts. */
  public static final String ISSUER = "https://issuer.example";

  private static final SharedServer INSTANCE = new SharedServer();

  private final int port = FreePort.find();
  private final Postgres.Database database = Postgres.newDatabase();
  private final RSAKey issuersKey = newKey();
  private final MockOAuth2Server provider = new MockOAuth2Server();
  private final Map<String, StandIn> platforms = new LinkedHashMap<>();
  private final Map<String, String> configuration = new LinkedHashMap<>();

  private SharedServer() {
    configuration.putAll(database.configuration());
    configuration.putAll(BOOTSTRAP);
    configuration.put("sync.rate.requests", "1000000");
    configuration.put("sync.http.connections-per-address", "100000");
    configuration.put("sync.lanes.poll", "PT0.1S");
    configuration.put("sync.read-back.after", "PT0S");
    configuration.put("sync.read-back.between", "PT0.2S");
    configuration.put("sync.metrics.keep", "PT0.1S");
    configuration.put("sync.drift.ignore", "/description");
    configuration.put("sync.db.password", DATABASE_PASSWORD);
    configuration.put("sync.ledger.anchor.file", temporary("checkpoints").toString());
    configuration.put("sync.ledger.kept-checkpoint", temporary("checkpoint").toString());
    configuration.put("sync.mask.pointers", "/planted,/deep/*/planted");
    configuration.put("mp.jwt.verify.publickey", issuersKey.toPublicJWK().toJSONString());
    configuration.put("mp.jwt.verify.issuer", ISSUER);
    provider.start();
    configuration.put("sync.openid.issuer", provider.issuerUrl("people").toString());
    configuration.put("sync.openid.client-id", "synctrail");
    configuration.put("sync.openid.client-secret", "s&cret");
    configuration.put("sync.openid.roles", "watchers=VIEWER, checkers=AUDITOR");
    PLATFORMS.forEach(this::add);
  }

  private void add(String id) {
    StandIn platform = newPlatform();
    platforms.put(id, platform);
    configuration.putAll(credentials(id, platform));
  }

  private static Path temporary(String name) {
    return Build.TARGET.resolve(name + "-" + UUID.randomUUID()).toAbsolutePath();
  }

  private static String secret(String of) {
    return of + "-" + UUID.randomUUID();
  }

  private static RSAKey newKey() {
    try {
      return new RSAKeyGenerator(2048).keyID("issuer").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static StandIn newPlatform() {
    return StandIn.builder().client(StandIn.CLIENT_ID, CLIENT_SECRET).start();
  }

  static Map<String, String> credentials(String id, StandIn platform) {
    String prefix = "sync.platform." + id;
    return Map.of(
        prefix + ".client-id",
        StandIn.CLIENT_ID,
        prefix + ".client-secret",
        CLIENT_SECRET,
        prefix + ".allowed-origin",
        platform.baseUrl().toString());
  }

  StandIn platform(String id) {
    return Objects.requireNonNull(platforms.get(id), id);
  }

  static SharedServer instance() {
    return INSTANCE;
  }

  /** Returns the root of the server. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + port + "/");
  }

  /** Begins a request to the REST API with a valid token; its paths are below {@code /api/v1}. */
  public RequestSpecification api() {
    return RestAssured.given()
        .baseUri(uri().resolve("/api/v1").toString())
        .header("Authorization", "Bearer " + TOKEN);
  }

  private RequestSpecification json() {
    return api().contentType(ContentType.JSON);
  }

  /** Adds a user who has chosen a password. */
  public void addUser(String name, String role, String password) {
    String first =
        json()
            .body("{\"name\":\"%s\",\"role\":\"%s\"}".formatted(name, role))
            .post("users")
            .then()
            .statusCode(201)
            .extract()
            .path("password");
    RestAssured.given()
        .auth()
        .preemptive()
        .basic(name, first)
        .contentType(ContentType.JSON)
        .body("{\"current\":\"%s\",\"new\":\"%s\"}".formatted(first, password))
        .put(uri().resolve("/api/v1/me/password"))
        .then()
        .statusCode(204);
  }

  /** Adds a platform without credentials, on which every push fails. */
  public void addPlatform(String id) {
    json()
        .body(
            "{\"id\":\"%s\",\"kind\":\"optimizely\",\"name\":\"A platform\",\"baseUrl\":\"https://api.cms.optimizely.com\"}"
                .formatted(id))
        .post("platforms")
        .then()
        .statusCode(201);
  }

  /** Stores a version of a type and returns its id. */
  public String store(String typeKey) {
    return json()
        .body(
            "{\"content\":{\"key\":\"%s\",\"displayName\":\"A type\",\"baseType\":\"_page\"},\"source\":\"UI\"}"
                .formatted(typeKey))
        .put("types/" + typeKey)
        .then()
        .statusCode(201)
        .extract()
        .path("versionId");
  }

  /** Starts a run and returns its id when the run has ended. */
  public String run(String path, String body) {
    String run = json().body(body).post(path).then().statusCode(202).extract().path("id");
    Watched.await(() -> api().get("deployments/" + run).path("completedAt") != null);
    return run;
  }

  /** Records the start of a push that another system does, and returns the sync. */
  public String record(String typeKey, String data) {
    return record(typeKey, "elsewhere", data, Instant.now());
  }

  /** Records the start of a push to a platform that another system does, and returns the sync. */
  public String record(String typeKey, String platform, String data, Instant startedAt) {
    return json()
        .body(
            "{\"typeKey\":\"%s\",\"targetPlatform\":\"%s\",\"syncDirection\":\"PUSH\",\"data\":%s,\"startedAt\":\"%s\"}"
                .formatted(typeKey, platform, data, startedAt))
        .post("sync")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  /** Records that a push has failed. */
  public void fail(String sync, String error) {
    json()
        .body("{\"status\":\"FAILED\",\"error\":\"%s\"}".formatted(error))
        .put("sync/" + sync + "/status")
        .then()
        .statusCode(200);
  }

  /** Returns the server's database. */
  public DataSource dataSource() {
    return database.dataSource();
  }

  /** Returns the key of {@link #ISSUER}. */
  public RSAKey issuersKey() {
    return issuersKey;
  }

  /** Returns the OpenID provider, whose issuer is {@code people}. */
  public MockOAuth2Server provider() {
    return provider;
  }

  /** Returns the server's log, which consists of numbered files. */
  public String log() {
    Path log = Build.logOfShared(port);
    try (Stream<Path> files = Files.list(log.resolveSibling(""))) {
      StringBuilder all = new StringBuilder();
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith(log.getFileName() + ".") && !name.endsWith(".lck")) {
          all.append(Files.readString(file));
        }
      }
      return all.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the URL of the database. */
  public String databaseUrl() {
    return database.url();
  }

  /** Returns the configuration of a second server on the same database. */
  public Map<String, String> configurationOfAnother() {
    return Map.copyOf(configuration);
  }

  int port() {
    return port;
  }

  Map<String, String> configuration() {
    return configuration;
  }
}
