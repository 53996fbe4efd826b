package dev.synctrail.gateway;

import org.jspecify.annotations.Nullable;

/**
 * The state of a platform's credentials, without the credentials themselves.
 *
 * @param fingerprint distinguishes one secret from the next and reveals nothing else; null when
 *     there is none
 * @param originAllowed whether the base URL is inside the origin that the credentials are bound to
 */
public record CredentialState(
    boolean configured, @Nullable String fingerprint, boolean originAllowed) {}
