/**
 * The stand-in: a real HTTP server on loopback that behaves like the Optimizely CMS REST API, for
 * every test that pushes or pulls and for the launcher's sandbox.
 *
 * <p>Decision: it shares no code with the adapter, so that one misunderstanding cannot cancel
 * another, and it keeps its own ledger of what arrived, written before it does anything else.
 */
@NullMarked
package dev.synctrail.integration.optimizely.standin;

import org.jspecify.annotations.NullMarked;
