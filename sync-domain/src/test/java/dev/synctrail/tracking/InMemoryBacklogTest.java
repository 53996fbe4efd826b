package dev.synctrail.tracking;

class InMemoryBacklogTest extends BacklogContract {
  private final InMemoryBacklog backlog = new InMemoryBacklog();

  @Override
  protected Backlog backlog() {
    return backlog;
  }
}
