package dev.synctrail.integration.contract;

import dev.synctrail.gateway.ExchangeLog;
import dev.synctrail.gateway.RequestPurpose;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A log in memory that can be told to fail. */
public final class RecordingLog implements ExchangeLog {

  /** The exception it throws; no other code throws it. */
  public static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal() {
      super("The trail cannot be written");
    }
  }

  private final List<Request> requests = new ArrayList<>();
  private final SortedMap<Integer, Answer> answers = new TreeMap<>();
  private int waits;
  private int failStart = Integer.MAX_VALUE;
  private int failEnd = Integer.MAX_VALUE;

  /** Fails to record the start of the nth exchange, counted from 1, and all later ones. */
  public RecordingLog failingAtStart(int nth) {
    failStart = nth;
    return this;
  }

  /** Fails to record the end of the nth exchange, counted from 1, and all later ones. */
  public RecordingLog failingAtEnd(int nth) {
    failEnd = nth;
    return this;
  }

  @Override
  public int starting(Request request) {
    if (requests.size() + 1 >= failStart) {
      throw new Refusal();
    }
    requests.add(request);
    return requests.size();
  }

  @Override
  public void ended(int number, Answer answer) {
    if (number >= failEnd) {
      throw new Refusal();
    }
    if (answers.put(number, answer) != null) {
      throw new IllegalStateException("Exchange " + number + " ended twice");
    }
  }

  @Override
  public void waiting() {
    waits++;
  }

  /** Returns how often the gateway announced a wait. */
  public int waits() {
    return waits;
  }

  @Override
  public boolean sent() {
    return !requests.isEmpty();
  }

  /** Returns the requests in the order in which they were recorded. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** Returns the requests with this purpose. */
  public List<Request> requests(RequestPurpose requestPurpose) {
    return requests.stream().filter(request -> request.purpose() == requestPurpose).toList();
  }

  /** Returns the ends of the exchanges, in the order of their starts. */
  public List<Answer> answers() {
    return List.copyOf(answers.values());
  }

  /** Returns the end of the last exchange. */
  public Answer lastAnswer() {
    return answers().get(answers.size() - 1);
  }

  /** Returns all recorded text, to search it for secrets. */
  public String everything() {
    StringBuilder all = new StringBuilder();
    for (Request request : requests) {
      all.append(request.url()).append(request.headers());
      if (request.body() != null) {
        all.append(request.body().text());
      }
    }
    for (Answer answer : answers.values()) {
      all.append(answer.headers()).append(answer.failure());
      if (answer.body() != null) {
        all.append(answer.body().text());
      }
    }
    return all.toString();
  }
}
