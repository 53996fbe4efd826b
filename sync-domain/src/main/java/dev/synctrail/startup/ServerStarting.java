package dev.synctrail.startup;

/**
 * Event: the application is deployed and its JNDI names are bound, but the schema is not checked
 * yet.
 */
public record ServerStarting() {}
