/** Content types: their keys, their hash, and the port to the content model of a platform. */
@NullMarked
package dev.synctrail.contenttype;

import org.jspecify.annotations.NullMarked;
