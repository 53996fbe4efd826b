package dev.synctrail.startup;

/** The application is about to be undeployed; observers finish what they hold, in bounded time. */
public record ServerStopping() {}
