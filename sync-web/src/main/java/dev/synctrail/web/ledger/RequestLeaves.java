package dev.synctrail.web.ledger;

import dev.synctrail.ledger.LeafWritten;
import dev.synctrail.tlog.Hash;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Reception;
import jakarta.enterprise.event.TransactionPhase;
import java.util.ArrayList;
import java.util.List;

/** The entries of the ledger that a request has written. It exists only for requests that ask. */
@RequestScoped
class RequestLeaves {
  private final List<Hash> leaves = new ArrayList<>();

  /** A transaction that is rolled back and tried again must not be promised. */
  void on(
      @Observes(notifyObserver = Reception.IF_EXISTS, during = TransactionPhase.AFTER_SUCCESS)
          LeafWritten written) {
    leaves.add(written.leaf());
  }

  /** Collects from now on, because the first call creates the bean. */
  void collect() {
    leaves.clear();
  }

  List<Hash> all() {
    return List.copyOf(leaves);
  }
}
