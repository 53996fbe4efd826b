/**
 * Users, roles, access tokens and the access log, over REST and in the console.
 *
 * <p>Decision: every change is made by {@code Administering}, which REST and console both use, so
 * that both leave the same access record.
 */
@NullMarked
package dev.synctrail.web.accessadmin;

import org.jspecify.annotations.NullMarked;
