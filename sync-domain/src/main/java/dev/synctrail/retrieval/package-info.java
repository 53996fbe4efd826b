/**
 * Pull runs: types are read from one platform; each is stored as it was received, and as a version
 * if it is new.
 *
 * <p>Decision: the content of a platform is recorded even when it breaks our rules; rejecting it
 * would not change the platform.
 */
@NullMarked
package dev.synctrail.retrieval;

import org.jspecify.annotations.NullMarked;
