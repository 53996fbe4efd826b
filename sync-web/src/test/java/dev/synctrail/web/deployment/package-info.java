/** Tests of deployments as a whole: plans, order, removals, cancelling, rollbacks and restores. */
@NullMarked
package dev.synctrail.web.deployment;

import org.jspecify.annotations.NullMarked;
