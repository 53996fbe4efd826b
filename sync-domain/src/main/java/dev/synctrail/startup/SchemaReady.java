package dev.synctrail.startup;

import javax.sql.DataSource;

/**
 * Every migration has run; durable work may begin.
 *
 * @param dataSource the application's pool, for libraries that bring their own JDBC
 */
public record SchemaReady(DataSource dataSource) {}
