/** What deployments promise as a whole: plans, order, removals, cancelling and putting back. */
@NullMarked
package dev.synctrail.web.deployment;

import org.jspecify.annotations.NullMarked;
