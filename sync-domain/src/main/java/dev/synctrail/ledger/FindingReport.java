package dev.synctrail.ledger;

/** A CDI event: a verification has found something. */
public record FindingReport(LedgerFinding finding) {}
