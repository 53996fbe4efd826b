package dev.synctrail.web.rest;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a POST that starts something. The client may send an {@code Idempotency-Key}; repeating the
 * request with the same key returns the first answer for 24 hours.
 *
 * <p>Only successful answers are stored. A rejected request started nothing, so its key can be used
 * again.
 */
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Idempotent {}
