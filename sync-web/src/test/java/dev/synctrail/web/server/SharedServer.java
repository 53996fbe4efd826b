package dev.synctrail.web.server;

import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;

/** What tests may know about the server they share. */
public final class SharedServer {

  /** Lets whoever shows it do everything. */
  public static final String TOKEN = "st_a-token-for-tests-that-lets-in-to-everything";

  /** The administrator of the console. */
  public static final String USER = "admin";

  /** The administrator's password. */
  public static final String PASSWORD = "a password for tests";

  private static final SharedServer INSTANCE = new SharedServer();

  private final int port = Build.freePort();
  private final Postgres.Database database = Postgres.newDatabase();
  private final Map<String, String> configuration = new LinkedHashMap<>();

  private SharedServer() {
    configuration.putAll(database.configuration());
    configuration.put("sync.bootstrap.token", TOKEN);
    configuration.put("sync.bootstrap.admin-user", USER);
    configuration.put("sync.bootstrap.admin-password", PASSWORD);
    configuration.put("sync.bootstrap.admin-must-change", "false");
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

  /** Returns the server's database, for a look behind the API. */
  public DataSource dataSource() {
    return database.dataSource();
  }

  /** Returns where that database is, for another server that looks at it. */
  public String databaseUrl() {
    return database.url();
  }

  /** Returns what a second server on the same database is configured with. */
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
