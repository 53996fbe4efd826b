package dev.synctrail.web.server;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;

/** What tests may know about the server they share. */
public final class SharedServer {

  private static final SharedServer INSTANCE = new SharedServer();

  private final int port = Build.freePort();
  private final Postgres.Database database = Postgres.newDatabase();
  private final Map<String, String> configuration = new LinkedHashMap<>();

  private SharedServer() {
    configuration.putAll(database.configuration());
  }

  static SharedServer instance() {
    return INSTANCE;
  }

  /** Returns the root of the server. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + port + "/");
  }

  /** Returns the server's database, for a look behind the API. */
  public DataSource dataSource() {
    return database.dataSource();
  }

  int port() {
    return port;
  }

  Map<String, String> configuration() {
    return configuration;
  }
}
