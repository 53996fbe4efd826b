package dev.synctrail.web.console;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A message about what the user has just done, shown once on the next page.
 *
 * @param error whether it was refused
 * @param undo what {@link Undo} needs to undo it; null if it cannot be undone
 */
public record Toast(boolean error, String text, @Nullable String undo) implements Serializable {}
