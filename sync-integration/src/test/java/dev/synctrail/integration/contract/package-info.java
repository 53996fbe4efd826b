/**
 * What every platform adapter has to pass before anything is pushed through it.
 *
 * <p>Decision: the promises that need nothing broken ({@link
 * dev.synctrail.integration.contract.GatewayContract}) are apart from those that do ({@link
 * dev.synctrail.integration.contract.GatewayFailuresContract}), so that the first can also be tried
 * on a live platform.
 */
@NullMarked
package dev.synctrail.integration.contract;

import org.jspecify.annotations.NullMarked;
