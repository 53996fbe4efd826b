/**
 * Pins: what was rolled back and stays so, and how a person ends that.
 *
 * <p>Decision: a pin is removed with a reason, and is shown wherever a deployment skips its type.
 */
@NullMarked
package dev.synctrail.web.deployment;

import org.jspecify.annotations.NullMarked;
