/**
 * What collects traces is told here, by the OpenTelemetry API that MicroProfile Telemetry brings.
 *
 * <p>Decision: a span shows what the record already says and never takes part in it: a try has its
 * place in a trace whether anybody collects it or not.
 */
@NullMarked
package dev.synctrail.integration.tracing;

import org.jspecify.annotations.NullMarked;
