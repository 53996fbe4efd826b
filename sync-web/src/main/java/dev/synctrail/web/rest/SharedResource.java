package dev.synctrail.web.rest;

import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.enterprise.inject.Stereotype;
import jakarta.inject.Singleton;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Marks a resource or provider of which one instance serves all requests; it must not keep state of
 * a request.
 *
 * <p>Creating a resource with its injected objects for each request costs more than many answers.
 * This is a stereotype, because {@code @Singleton} alone does not make a class a bean.
 */
@Singleton
@Stereotype
@Target(TYPE)
@Retention(RUNTIME)
public @interface SharedResource {}
