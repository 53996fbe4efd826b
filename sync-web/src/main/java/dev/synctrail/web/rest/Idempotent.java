package dev.synctrail.web.rest;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a POST that starts something: the caller may send an {@code Idempotency-Key}, and repeating
 * the request under it gives the first answer again for 24 hours.
 *
 * <p>Only an answer that tells of success is kept; a refusal started nothing and frees the key.
 */
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Idempotent {}
