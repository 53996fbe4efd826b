package dev.synctrail.anchor;

/** A CDI event: a place outside was told a checkpoint, or could not be told. */
public record AnchorAttempt(AnchorKind kind, boolean succeeded) {}
