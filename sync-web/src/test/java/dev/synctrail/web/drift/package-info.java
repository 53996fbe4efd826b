/** Drift, conflicts and what follows from them, against a platform that others edit too. */
@NullMarked
package dev.synctrail.web.drift;

import org.jspecify.annotations.NullMarked;
