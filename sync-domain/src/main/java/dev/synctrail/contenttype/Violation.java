package dev.synctrail.contenttype;

/**
 * One rule that a content type breaks.
 *
 * @param pointer JSON Pointer (RFC 6901) of the place in the content
 * @param detail what is expected there, as a sentence
 */
public record Violation(String pointer, String detail) {}
