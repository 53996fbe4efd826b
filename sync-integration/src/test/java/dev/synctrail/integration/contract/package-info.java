/**
 * The contract that every platform adapter must pass.
 *
 * <p>Decision: the tests without failures ({@link
 * dev.synctrail.integration.contract.GatewayContract}) are separate from those with failures
 * ({@link dev.synctrail.integration.contract.GatewayFailuresContract}), so that the former can also
 * run on a live platform.
 */
@NullMarked
package dev.synctrail.integration.contract;

import org.jspecify.annotations.NullMarked;
