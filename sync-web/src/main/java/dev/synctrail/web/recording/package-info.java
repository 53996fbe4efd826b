/**
 * Recording of syncs that external systems carry out, and manual settlement.
 *
 * <p>Decision: a request is validated as a whole, and the response names every error in it, before
 * anything is recorded.
 */
@NullMarked
package dev.synctrail.web.recording;

import org.jspecify.annotations.NullMarked;
