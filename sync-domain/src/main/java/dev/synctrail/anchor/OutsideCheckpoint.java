package dev.synctrail.anchor;

import dev.synctrail.tlog.Note;
import org.jspecify.annotations.Nullable;

/**
 * The newest checkpoint that a place outside knows.
 *
 * @param place where it was found
 * @param size the number of leaves
 * @param note the checkpoint; null if the place says only its size
 */
public record OutsideCheckpoint(String place, long size, @Nullable Note note) {}
