/**
 * Runs the built WAR on Payara Micro for black-box tests: one server shared by many classes, and
 * separate servers for tests that kill them.
 *
 * <p>Decision: Arquillian would start a server per test class. Here the first class starts it and
 * the end of the JVM stops it, so each test brings its own data instead of expecting a clean
 * server.
 */
@NullMarked
package dev.synctrail.web.server;

import org.jspecify.annotations.NullMarked;
