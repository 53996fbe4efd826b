package dev.synctrail.web.benchmark.bare;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * Returns a constant, or the rows of any query as JSON, without authentication, validation or a
 * model.
 */
@Path("/")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class BareResource {
  private static final Map<String, String> QUERIES = new ConcurrentHashMap<>();

  @Resource(lookup = "java:app/jdbc/bare")
  private DataSource dataSource;

  /** Always returns the same answer. */
  @GET
  @Path("constant")
  public String constant() {
    return "{\"status\":\"SUCCESS\",\"settled\":true,\"progress\":100}";
  }

  /** Stores the SQL of a query. */
  @PUT
  @Path("queries/{name}")
  @Consumes(MediaType.TEXT_PLAIN)
  public void query(@PathParam("name") String name, String sql) {
    QUERIES.put(name, sql);
  }

  /** Returns the rows of a query with its parameters in order. */
  @GET
  @Path("queries/{name}")
  public byte[] rows(@PathParam("name") String name, @QueryParam("p") List<String> parameters)
      throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(QUERIES.get(name))) {
      for (int i = 0; i < parameters.size(); i++) {
        statement.setString(i + 1, parameters.get(i));
      }
      try (ResultSet rows = statement.executeQuery()) {
        return json(rows);
      }
    }
  }

  private static byte[] json(ResultSet rows) throws SQLException {
    ResultSetMetaData columns = rows.getMetaData();
    ByteArrayOutputStream out = new ByteArrayOutputStream(65_536);
    try (JsonGenerator json = Json.createGenerator(out)) {
      json.writeStartArray();
      while (rows.next()) {
        json.writeStartObject();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
          String value = rows.getString(i);
          if (value != null) {
            json.write(columns.getColumnLabel(i), value);
          }
        }
        json.writeEnd();
      }
      json.writeEnd();
    }
    return out.toByteArray();
  }
}
