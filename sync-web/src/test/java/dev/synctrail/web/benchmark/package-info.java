/**
 * Benchmarks, each compared with raw PostgreSQL, the JDK or a bare resource in the same run. These
 * are no tests: a missed goal is printed as missed, but nothing fails.
 */
@NullMarked
package dev.synctrail.web.benchmark;

import org.jspecify.annotations.NullMarked;
