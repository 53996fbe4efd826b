/**
 * The lineage of each content type: which contents there were, who made them, on what they built.
 *
 * <p>Decision: a version is not its content. Its id hashes the content hash together with parents,
 * author, source, time and message, as a git commit does, so that A → B → A is three versions and
 * an altered one no longer fits its own id, nor its children theirs.
 */
@NullMarked
package dev.synctrail.version;

import org.jspecify.annotations.NullMarked;
