package dev.synctrail.web.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares query parameters that a bean parameter reads from the request itself: one for each
 * constant, named by its {@code toString()}, unless the path has a parameter of that name.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface QueryParameters {
  Class<? extends Enum<?>> value();
}
