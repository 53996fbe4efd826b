/** Tests of flow control, on a platform whose ledger shows which requests reached it. */
@NullMarked
package dev.synctrail.web.flowcontrol;

import org.jspecify.annotations.NullMarked;
