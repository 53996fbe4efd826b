/** Tests of the places outside, with places of their own on this machine. */
@NullMarked
package dev.synctrail.integration.anchor;

import org.jspecify.annotations.NullMarked;
