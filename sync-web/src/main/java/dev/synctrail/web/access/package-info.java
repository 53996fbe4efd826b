/**
 * Authentication and authorization for REST and the console.
 *
 * <p>Decision: one authentication mechanism decides by the path alone and requires a token for
 * unknown paths (Jakarta Security allows one mechanism per application). API clients send a token
 * and never have a session. Users have a session that the API ignores, so that a foreign page
 * cannot use it there (CSRF).
 */
@NullMarked
package dev.synctrail.web.access;

import org.jspecify.annotations.NullMarked;
