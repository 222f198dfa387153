import { notifyListeners } from "@/db/queries/external-events";
import { log } from "@/lib/core/log";

/**
 * Notifies waiting runtimes of stored events, without delaying the sender's response. PostgreSQL serializes the commits of
 * transactions that notify, each with its own disk flush. So events are committed without a notification, and one
 * statement then notifies for all events that arrived while the previous one ran. If a notification fails, the runtime
 * finds the event when its wait ends.
 */
class EventNotifier {
  #pending = new Set<string>();
  #flushing: Promise<void> | undefined;

  /** Queues a notification for a committed event. Returns immediately and never fails. */
  notify(payload: string): void {
    this.#pending.add(payload);
    this.#flushing ??= this.#flush();
  }

  /** Waits until all queued notifications are sent. */
  async flush(): Promise<void> {
    await this.#flushing;
  }

  async #flush(): Promise<void> {
    while (this.#pending.size > 0) {
      const payloads = [...this.#pending];
      this.#pending.clear();
      try {
        await notifyListeners(payloads);
      } catch (error) {
        log().warn(
          { err: error },
          "could not notify waiting runtimes of events; they receive them with their next request",
        );
      }
    }
    this.#flushing = undefined;
  }
}

export const eventNotifier = new EventNotifier();
