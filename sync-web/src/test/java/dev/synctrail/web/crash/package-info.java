/**
 * What is true after the power goes off.
 *
 * <p>Decision: the server is a real process and is killed from outside; nothing in the product
 * knows of the test. The moment is chosen with what surrounds the server: a stand-in that holds its
 * answer, a lock that another database session holds.
 */
@NullMarked
package dev.synctrail.web.crash;

import org.jspecify.annotations.NullMarked;
