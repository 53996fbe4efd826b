@NullMarked
package dev.synctrail.web.board;

import org.jspecify.annotations.NullMarked;
