/**
 * Adapter for Optimizely CMS (SaaS and self-hosted) and its REST API in the dialects v1 and
 * preview3.
 *
 * <p>Decision: the sources disagree about the live API. Therefore live and desired state are
 * compared as a subset (additions by the platform are not differences), both spellings of the flags
 * of a property are accepted, and any unclear response to a write is an unknown outcome.
 */
@NullMarked
package dev.synctrail.integration.optimizely;

import org.jspecify.annotations.NullMarked;
