/**
 * Distributed tracing with the OpenTelemetry API of MicroProfile Telemetry.
 *
 * <p>Decision: spans show what the record contains and never influence it. An attempt has its trace
 * and span ids whether a collector is configured or not.
 */
@NullMarked
package dev.synctrail.integration.tracing;

import org.jspecify.annotations.NullMarked;
