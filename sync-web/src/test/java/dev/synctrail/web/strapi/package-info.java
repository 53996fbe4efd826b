/** Tests with a real Strapi; only {@code mvn -Pstrapi} runs them. */
@NullMarked
package dev.synctrail.web.strapi;

import org.jspecify.annotations.NullMarked;
