/** Black-box tests of the whole server against its contract. */
@NullMarked
package dev.synctrail.web;

import org.jspecify.annotations.NullMarked;
