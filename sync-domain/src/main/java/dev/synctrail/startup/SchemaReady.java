package dev.synctrail.startup;

import javax.sql.DataSource;

/**
 * Event: all migrations have run and durable work may begin.
 *
 * @param dataSource the application's connection pool, for libraries that use JDBC directly
 */
public record SchemaReady(DataSource dataSource) {}
