/**
 * What adapters have in common beyond the single exchange: tokens, the classification of responses,
 * the comparison of the live and the desired state, the connection test.
 *
 * <p>Decision: an adapter is composed of these parts and inherits nothing; what differs between
 * platforms is passed in as a value or a function.
 */
@NullMarked
package dev.synctrail.integration.adapter;

import org.jspecify.annotations.NullMarked;
