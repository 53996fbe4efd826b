/**
 * What deployments and retrievals have in common over REST: how they are started, waited for,
 * listed, cancelled and logged.
 */
@NullMarked
package dev.synctrail.web.run;

import org.jspecify.annotations.NullMarked;
