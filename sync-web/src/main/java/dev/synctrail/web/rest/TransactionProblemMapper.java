package dev.synctrail.web.rest;

import jakarta.annotation.Priority;
import jakarta.transaction.TransactionalException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.jspecify.annotations.Nullable;

/** Takes precedence over the runtime's own mapper, which answers without a problem. */
@Provider
@Priority(1)
public class TransactionProblemMapper implements ExceptionMapper<TransactionalException> {
  @Context private @Nullable UriInfo uri;

  @Override
  public Response toResponse(TransactionalException thrown) {
    return ProblemMapper.answer(thrown, uri);
  }
}
