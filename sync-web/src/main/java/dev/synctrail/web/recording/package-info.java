/**
 * Recording syncs that other systems carried out, and settling syncs by a person.
 *
 * <p>Decision: a request is read as a whole, and every error in it is named, before anything is
 * recorded.
 */
@NullMarked
package dev.synctrail.web.recording;

import org.jspecify.annotations.NullMarked;
