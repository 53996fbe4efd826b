/**
 * The stand-in: a real HTTP server on loopback that behaves like the Optimizely CMS REST API, for
 * all tests that push or pull and for the sandbox of the launcher.
 *
 * <p>Decision: it shares no code with the adapter, so that both cannot contain the same
 * misunderstanding, and it keeps its own ledger of received requests, written before any other
 * processing.
 */
@NullMarked
package dev.synctrail.integration.optimizely.standin;

import org.jspecify.annotations.NullMarked;
