package dev.synctrail.web.export;

import dev.synctrail.export.ExportQuery;
import dev.synctrail.export.ExportedSync;
import dev.synctrail.export.SyncExport;
import dev.synctrail.tracking.SyncId;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The progress of exports whose client sent a ticket. Progress is known only to this server and
 * only for the latest exports.
 */
@ApplicationScoped
public class ExportsInProgress {
  private static final int MAX_TRACKED = 200;
  private static final String TICKET = "[0-9a-f]{32}";

  private final Map<Key, Progress> latest =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Progress> eldest) {
          return size() > MAX_TRACKED;
        }
      };

  private record Key(String actor, String ticket) {}

  /** Returns the export with progress counted if there is a well-formed ticket, else unchanged. */
  SyncExport counted(SyncExport export, String actor, @Nullable String ticket) {
    if (ticket == null || !ticket.matches(TICKET)) {
      return export;
    }
    Progress progress = new Progress();
    synchronized (latest) {
      latest.put(new Key(actor, ticket), progress);
    }
    return new Counted(export, progress);
  }

  /** Returns the progress of the user's own export, or empty if the ticket is unknown. */
  public Optional<Progress> of(String actor, String ticket) {
    synchronized (latest) {
      return Optional.ofNullable(latest.get(new Key(actor, ticket)));
    }
  }

  /** The progress of one export. */
  public static final class Progress {
    private final AtomicLong syncs = new AtomicLong();
    private volatile boolean over;
    private @Nullable Long total;

    /** Returns how many syncs were written. */
    public long syncs() {
      return syncs.get();
    }

    /** Tells whether the export has ended, completely or not. */
    public boolean isOver() {
      return over;
    }

    /** Returns how many syncs the export has in total. The first call counts them. */
    public synchronized long total(LongSupplier count) {
      Long known = total;
      if (known == null) {
        known = count.getAsLong();
        total = known;
      }
      return known;
    }
  }

  private record Counted(SyncExport export, Progress progress) implements SyncExport {
    @Override
    public void write(ExportQuery query, Sink sink) throws IOException {
      try {
        export.write(query, sync -> take(sync, sink));
      } finally {
        progress.over = true;
      }
    }

    @Override
    public void write(Collection<SyncId> ids, Sink sink) throws IOException {
      try {
        export.write(ids, sync -> take(sync, sink));
      } finally {
        progress.over = true;
      }
    }

    private void take(ExportedSync sync, Sink sink) throws IOException {
      sink.take(sync);
      progress.syncs.incrementAndGet();
    }
  }
}
