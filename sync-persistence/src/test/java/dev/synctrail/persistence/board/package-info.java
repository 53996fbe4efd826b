@NullMarked
package dev.synctrail.persistence.board;

import org.jspecify.annotations.NullMarked;
