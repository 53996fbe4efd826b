package dev.synctrail.web.ledger;

import dev.synctrail.ledger.LedgerGuard;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Tells every page of the console whether the ledger was set back. */
@Named
@RequestScoped
public class LedgerAlert {
  private static final Logger LOG = System.getLogger(LedgerAlert.class.getName());

  private final LedgerGuard guard;

  @Inject
  LedgerAlert(LedgerGuard guard) {
    this.guard = guard;
  }

  /** Returns whether nothing is pushed because of that. Pages of errors ask too. */
  public boolean isRolledBack() {
    try {
      return guard.isRolledBack();
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "The database cannot be read", e);
      return false;
    }
  }
}
