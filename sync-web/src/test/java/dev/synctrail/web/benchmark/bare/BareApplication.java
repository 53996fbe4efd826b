package dev.synctrail.web.benchmark.bare;

import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The bare resource, with a connection pool like the product's. */
@ApplicationPath("rest")
@DataSourceDefinition(
    name = "java:app/jdbc/bare",
    className = "org.postgresql.ds.PGSimpleDataSource",
    url = "${MPCONFIG=sync.db.url}",
    user = "${MPCONFIG=sync.db.user}",
    password = "${MPCONFIG=sync.db.password}",
    minPoolSize = 2,
    maxPoolSize = 40,
    properties = {
      "stringType=unspecified",
      "fish.payara.is-connection-validation-required=true",
      "fish.payara.connection-validation-method=auto-commit",
      "fish.payara.fail-all-connections=true"
    })
public class BareApplication extends Application {}
