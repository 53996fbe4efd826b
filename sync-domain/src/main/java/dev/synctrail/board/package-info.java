/**
 * The board: the state of every content type on every platform, and which version is live there.
 *
 * <p>Decision: the board is a read model. It is computed from the tables that the rest of the
 * system keeps anyway, so that it cannot contradict them; nothing writes a state of its own.
 */
@NullMarked
package dev.synctrail.board;

import org.jspecify.annotations.NullMarked;
