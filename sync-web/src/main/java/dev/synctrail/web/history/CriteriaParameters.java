package dev.synctrail.web.history;

import dev.synctrail.history.Criterion;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.history.SyncOrder;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.Problem.Fault;
import dev.synctrail.web.rest.QueryParameters;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The filter and the order of a list of syncs, as parameters of a REST query or of a page. */
@QueryParameters(Criterion.class)
public class CriteriaParameters {
  @QueryParam("sort")
  @Parameter(
      description =
          "Sort key, default `startedAt`; syncs without a duration sort as shortest; `status` sorts"
              + " the most severe first and requires `deploymentId` or `retrievalId`",
      schema =
          @Schema(
              type = SchemaType.STRING,
              enumeration = {"startedAt", "duration", "status"}))
  @Nullable String sort;

  @QueryParam("order")
  @Parameter(
      description = "Sort order, default `desc` (newest or longest first)",
      schema =
          @Schema(
              type = SchemaType.STRING,
              enumeration = {"desc", "asc"}))
  @Nullable String order;

  @Context @Nullable UriInfo uri;

  private UnaryOperator<@Nullable String> texts =
      name -> Objects.requireNonNull(uri).getQueryParameters().getFirst(name);

  /** Called by the container, which injects the fields. */
  public CriteriaParameters() {}

  /**
   * Reads the parameters of a page. Its form sends blank text for empty fields.
   *
   * @param parameter returns the value of a parameter by name
   */
  public static CriteriaParameters of(UnaryOperator<@Nullable String> parameter) {
    CriteriaParameters criteria = new CriteriaParameters();
    criteria.texts =
        name -> {
          String text = parameter.apply(name);
          return text == null || text.isBlank() ? null : text.strip();
        };
    criteria.sort = criteria.texts.apply("sort");
    criteria.order = criteria.texts.apply("order");
    return criteria;
  }

  /**
   * Returns the filter.
   *
   * @throws Problem 400 with all errors of the filter and of the order
   */
  public SyncFilter filter() {
    List<Fault> faults = new ArrayList<>();
    SyncFilter filter =
        SyncFilter.parse(
            criterion -> texts.apply(criterion.toString()),
            (criterion, detail) -> faults.add(Fault.parameter(criterion.toString(), detail)));
    if (order(faults).by() == SyncOrder.By.STATUS && !filter.isOfRun()) {
      faults.add(Fault.parameter("sort", "status requires deploymentId or retrievalId"));
    }
    if (!faults.isEmpty()) {
      throw Problem.malformed(faults);
    }
    return filter;
  }

  /**
   * Returns the order.
   *
   * @throws Problem 400 with all errors
   */
  public SyncOrder order() {
    List<Fault> faults = new ArrayList<>();
    SyncOrder read = order(faults);
    if (!faults.isEmpty()) {
      throw Problem.malformed(faults);
    }
    return read;
  }

  private SyncOrder order(List<Fault> faults) {
    SyncOrder.By by =
        switch (Objects.requireNonNullElse(sort, "startedAt")) {
          case "startedAt" -> SyncOrder.By.STARTED_AT;
          case "duration" -> SyncOrder.By.DURATION;
          case "status" -> SyncOrder.By.STATUS;
          default -> {
            faults.add(Fault.parameter("sort", "Must be startedAt, duration or status"));
            yield SyncOrder.By.STARTED_AT;
          }
        };
    boolean ascending = "asc".equals(order);
    if (order != null && !ascending && !order.equals("desc")) {
      faults.add(Fault.parameter("order", "Must be desc or asc"));
    }
    return new SyncOrder(by, !ascending);
  }
}
