package dev.synctrail.web.board;

import dev.synctrail.access.Right;
import dev.synctrail.board.BoardFilter;
import dev.synctrail.board.BoardRow;
import dev.synctrail.board.TileState;
import dev.synctrail.board.Tiles;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.history.Page;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.PageParameters;
import dev.synctrail.web.rest.SharedResource;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Lists the state of every type on every platform. */
@Path("/board")
@Tag(name = "Board", description = "State of every type on every platform, and what is live there")
@Produces(MediaType.APPLICATION_JSON)
@SharedResource
public class BoardResource {
  private final Tiles tiles;

  @Inject
  public BoardResource(Tiles tiles) {
    this.tiles = tiles;
  }

  /** Lists the types with their tiles. */
  @GET
  @Needs(Right.METADATA)
  @Operation(
      summary = "List types with their state on each platform",
      description =
          "Types that are stored here, by key, each with its state on the platforms in use and the"
              + " version that is live there. With a filter, a type has only the matching tiles.")
  public Page<BoardRow> list(
      @QueryParam("typeKeyContains")
          @Parameter(description = "Part of the type key, in any case", example = "article")
          @Nullable String typeKeyContains,
      @QueryParam("state") @Parameter(description = "State; repeat the parameter for several")
          List<TileState> states,
      @QueryParam("platform") @Parameter(description = "Platform") @Nullable PlatformId platform,
      @BeanParam PageParameters page) {
    BoardFilter filter = new BoardFilter(typeKeyContains, Set.copyOf(states), platform);
    return page.read(
        TypeKey::new,
        (key, backwards, size) -> tiles.rows(filter, key, backwards, size),
        BoardRow::typeKey);
  }
}
