package dev.synctrail.metrics;

import java.time.Duration;

/** Event: a durable job ran on this server. */
public record JobRan(String job, boolean succeeded, Duration took) {}
