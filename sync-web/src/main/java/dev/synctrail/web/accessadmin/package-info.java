/**
 * Users, roles, access tokens and the access log, over REST and in the console.
 *
 * <p>Decision: REST and the console make every change through {@code Administering}, so that both
 * record the same access records.
 */
@NullMarked
package dev.synctrail.web.accessadmin;

import org.jspecify.annotations.NullMarked;
