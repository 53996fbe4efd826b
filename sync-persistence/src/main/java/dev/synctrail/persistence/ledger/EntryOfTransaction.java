package dev.synctrail.persistence.ledger;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;

/** Called within the transaction of each method that joins or begins a transaction. */
@Interceptor
@Transactional(Transactional.TxType.REQUIRED)
@Priority(LedgerTransactions.INSIDE_TRANSACTIONS)
public class EntryOfTransaction {
  private final LedgerTransactions ledger;

  @Inject
  public EntryOfTransaction(LedgerTransactions ledger) {
    this.ledger = ledger;
  }

  /** Writes the entry of the transaction after the method, if it has begun the transaction. */
  @AroundInvoke
  public @Nullable Object write(InvocationContext method) throws Exception {
    return ledger.around(method);
  }
}
