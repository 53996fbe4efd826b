/** Black-box tests of the whole server, by the promises of its contract. */
@NullMarked
package dev.synctrail.web;

import org.jspecify.annotations.NullMarked;
