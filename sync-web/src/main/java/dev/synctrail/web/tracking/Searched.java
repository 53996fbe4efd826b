package dev.synctrail.web.tracking;

import dev.synctrail.history.SyncFilter;
import dev.synctrail.search.PayloadIndex;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;

/** Tells beside an answer what a search inside payloads could not look into. */
@Dependent
public class Searched {
  /** How many payloads are not indexed yet, or not to their end. */
  public static final String HEADER = "Unindexed-Payloads";

  private final PayloadIndex index;

  @Inject
  public Searched(PayloadIndex index) {
    this.index = index;
  }

  /** Adds the number, where the filter searched inside payloads. */
  public Response told(SyncFilter filter, Response answer) {
    if (filter.holding() != null) {
      answer.getHeaders().putSingle(HEADER, index.missing());
    }
    return answer;
  }
}
