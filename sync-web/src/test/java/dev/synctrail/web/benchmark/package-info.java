/**
 * The figures, each beside raw PostgreSQL, the JDK or a bare resource in the same run. Nothing here
 * is a test: a figure that is missed is printed as missed and fails nothing.
 */
@NullMarked
package dev.synctrail.web.benchmark;

import org.jspecify.annotations.NullMarked;
