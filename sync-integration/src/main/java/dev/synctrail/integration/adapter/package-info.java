/**
 * The gateway to platforms of every kind: sessions and tokens, the classification of responses, the
 * push of one type from reading to proof, the read-back, and the connection test.
 *
 * <p>Decision: an adapter implements {@link dev.synctrail.integration.adapter.Adapter} and {@link
 * dev.synctrail.integration.adapter.TypeApi}. A type is read and written here only, so that no
 * adapter can forget to detect a conflict, to refuse a loss of data, or to require proof.
 */
@NullMarked
package dev.synctrail.integration.adapter;

import org.jspecify.annotations.NullMarked;
