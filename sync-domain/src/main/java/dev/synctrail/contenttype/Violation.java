package dev.synctrail.contenttype;

/**
 * A violation of one rule by a content type.
 *
 * @param pointer JSON Pointer (RFC 6901) of the invalid value
 * @param detail what is expected, as a sentence
 */
public record Violation(String pointer, String detail) {}
