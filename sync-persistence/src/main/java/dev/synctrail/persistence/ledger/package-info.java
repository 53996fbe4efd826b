/**
 * The ledger in the database: which rows are facts, how an entry is made of those that a
 * transaction wrote, and the log itself.
 *
 * <p>Decision: triggers note which rows a transaction writes, so that no statement can be
 * forgotten, and the application makes the entry just before the commit, because the database must
 * not be able to make one.
 */
@NullMarked
package dev.synctrail.persistence.ledger;

import org.jspecify.annotations.NullMarked;
