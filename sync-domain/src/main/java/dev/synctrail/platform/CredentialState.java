package dev.synctrail.platform;

import org.jspecify.annotations.Nullable;

/**
 * What can be said of a platform's credentials without saying them.
 *
 * @param fingerprint tells one secret from the next and nothing else; null when there is none
 * @param originAllowed whether the base URL is inside the origin the credentials are bound to
 */
public record CredentialState(
    boolean configured, @Nullable String fingerprint, boolean originAllowed) {}
