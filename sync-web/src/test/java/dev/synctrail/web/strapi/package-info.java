/** The product with a real Strapi; only {@code mvn -Pstrapi} runs it. */
@NullMarked
package dev.synctrail.web.strapi;

import org.jspecify.annotations.NullMarked;
