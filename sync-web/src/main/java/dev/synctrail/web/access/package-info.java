/**
 * The door and the gate: who may reach which path and do what there, and how access is given and
 * taken.
 *
 * <p>Decision: one authentication mechanism decides by path alone and refuses what it does not know
 * (Jakarta Security allows one per application). Machines show a token and never have a session;
 * people have a session that the API does not look at, so a foreign page cannot use it there.
 */
@NullMarked
package dev.synctrail.web.access;

import org.jspecify.annotations.NullMarked;
