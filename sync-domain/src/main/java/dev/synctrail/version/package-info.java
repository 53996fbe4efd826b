/**
 * Version history of content types: their contents, authors and parents.
 *
 * <p>Decision: a version is more than its content. Its id hashes the content hash together with
 * parents, author, source, time and message, as in a git commit. A → B → A is therefore three
 * versions, and an altered version no longer matches its own id or the parent ids of its children.
 */
@NullMarked
package dev.synctrail.version;

import org.jspecify.annotations.NullMarked;
