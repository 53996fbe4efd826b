package dev.synctrail.startup;

/** The application is deployed and its names are bound; the schema has not been looked at yet. */
public record ServerStarting() {}
