/** Common code of deployments and pull runs over REST: start, wait, list, cancel and log. */
@NullMarked
package dev.synctrail.web.run;

import org.jspecify.annotations.NullMarked;
