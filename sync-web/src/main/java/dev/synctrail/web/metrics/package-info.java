/**
 * What an operator watches, as MicroProfile Metrics.
 *
 * <p>Decision: nothing here can stop the trail. Outcomes are counted after their commit, exchanges
 * and jobs when they are over, and what waits is read when somebody looks. No label holds a value
 * that grows with the data.
 */
@NullMarked
package dev.synctrail.web.metrics;

import org.jspecify.annotations.NullMarked;
