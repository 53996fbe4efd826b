package dev.synctrail.web.rest;

import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.enterprise.inject.Stereotype;
import jakarta.inject.Singleton;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * A resource that is made once and serves every request, so it keeps nothing of any.
 *
 * <p>Made anew for each request, with all that is injected into it, a resource cost more than many
 * an answer; a stereotype, because {@code @Singleton} alone makes no class a bean.
 */
@Singleton
@Stereotype
@Target(TYPE)
@Retention(RUNTIME)
public @interface SharedResource {}
