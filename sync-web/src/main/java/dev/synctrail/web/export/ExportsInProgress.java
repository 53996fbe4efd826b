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
 * How far the exports have come that somebody in a browser waits for, who gave each a ticket; only
 * this server knows, and the latest ones only.
 */
@ApplicationScoped
public class ExportsInProgress {
  private static final int REMEMBERED = 200;
  private static final String TICKET = "[0-9a-f]{32}";

  private final Map<Key, Progress> latest =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Progress> eldest) {
          return size() > REMEMBERED;
        }
      };

  private record Key(String actor, String ticket) {}

  /** Returns the export with what it gives out counted, when there is a legal ticket. */
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

  /** Returns how far somebody's own export has come; empty when nobody knows. */
  public Optional<Progress> of(String actor, String ticket) {
    synchronized (latest) {
      return Optional.ofNullable(latest.get(new Key(actor, ticket)));
    }
  }

  /** How far one export has come. */
  public static final class Progress {
    private final AtomicLong syncs = new AtomicLong();
    private volatile boolean over;
    private @Nullable Long total;

    /** Returns how many syncs were given out. */
    public long syncs() {
      return syncs.get();
    }

    /** Tells whether it is over, at its end or broken off. */
    public boolean isOver() {
      return over;
    }

    /** Returns how many there are in all, counted when it is asked for first. */
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
