/**
 * Common parts of the adapters above the single exchange: tokens, the classification of responses,
 * the comparison of live and desired state, and the connection test.
 *
 * <p>Decision: an adapter is composed of these parts and inherits nothing. Differences between
 * platforms are passed in as values or functions.
 */
@NullMarked
package dev.synctrail.integration.adapter;

import org.jspecify.annotations.NullMarked;
