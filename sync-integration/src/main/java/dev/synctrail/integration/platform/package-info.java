/**
 * What adapters have in common beyond the single exchange: tokens, what an answer means, how live
 * and wanted are compared, the connection test.
 *
 * <p>Decision: an adapter is made of these parts and inherits nothing; what differs between
 * platforms is handed in as a value or a function.
 */
@NullMarked
package dev.synctrail.integration.platform;

import org.jspecify.annotations.NullMarked;
