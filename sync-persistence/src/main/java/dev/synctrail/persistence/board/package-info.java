/**
 * The board in PostgreSQL: one query reads a page of it, another one counts all of it.
 *
 * <p>Decision: the state of a tile is decided in SQL, because it is filtered and counted there; the
 * order of the cases is that of {@link dev.synctrail.board.TileState}.
 */
@NullMarked
package dev.synctrail.persistence.board;

import org.jspecify.annotations.NullMarked;
