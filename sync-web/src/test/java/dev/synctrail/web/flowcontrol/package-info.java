/** What people hold back, against a platform whose ledger shows what reached it. */
@NullMarked
package dev.synctrail.web.flowcontrol;

import org.jspecify.annotations.NullMarked;
