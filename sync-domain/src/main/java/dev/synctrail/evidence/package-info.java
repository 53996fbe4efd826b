/**
 * The form of evidence bundles, and their offline verifier.
 *
 * <p>Decision: this package uses nothing but the JDK and {@code dev.synctrail.tlog}, because the
 * verifier is one small file that auditors can read and run. A bundle is a ZIP without compression
 * in exactly one form, so that any altered byte is found and nothing can expand.
 */
@NullMarked
package dev.synctrail.evidence;

import org.jspecify.annotations.NullMarked;
