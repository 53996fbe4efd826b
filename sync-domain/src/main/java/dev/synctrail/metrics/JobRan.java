package dev.synctrail.metrics;

import java.time.Duration;

/** One run of a job of the durable work on this server. */
public record JobRan(String job, boolean succeeded, Duration took) {}
