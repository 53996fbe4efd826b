package dev.synctrail.startup;

/**
 * Event: the application is about to be undeployed. Observers finish their work in bounded time.
 */
public record ServerStopping() {}
