/** Content types: their keys, their hash, and the content model with its validation rules. */
@NullMarked
package dev.synctrail.contenttype;

import org.jspecify.annotations.NullMarked;
