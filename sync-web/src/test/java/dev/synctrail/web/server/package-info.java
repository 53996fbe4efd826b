/**
 * Runs the built WAR on Payara Micro for black-box tests: one server that many classes share, and
 * servers of their own for tests that kill them.
 *
 * <p>Decision: Arquillian would start one server per test class; here the first class starts it and
 * the end of the JVM stops it, so each test brings its own data instead of a clean server.
 */
@NullMarked
package dev.synctrail.web.server;

import org.jspecify.annotations.NullMarked;
