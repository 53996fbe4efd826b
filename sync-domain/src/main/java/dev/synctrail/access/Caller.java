package dev.synctrail.access;

/**
 * Somebody who was let in.
 *
 * @param name the actor of everything done under it
 */
public record Caller(String name, Role role) {}
