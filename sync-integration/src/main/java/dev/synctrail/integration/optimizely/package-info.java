/**
 * Optimizely CMS (SaaS and self-hosted), spoken to through its REST API in the dialects v1 and
 * preview3.
 *
 * <p>Decision: the sources disagree about the live API, so live and wanted are compared as a subset
 * (what the platform adds is not a difference), both spellings of a property's flags are taken, and
 * whatever is not clearly an answer to a write is an unknown outcome.
 */
@NullMarked
package dev.synctrail.integration.optimizely;

import org.jspecify.annotations.NullMarked;
