import { notifyListeners } from "@/db/queries/external-events";
import { log } from "@/lib/core/log";

/**
 * Tells waiting runtimes of stored events, off the path of who sent them. PostgreSQL lets one transaction that notifies
 * commit after the other, each with a disk's flush of its own; so the events are committed without, and one statement
 * tells of all that came while the one before was under way. What is not told is found at the end of a runtime's wait.
 */
class EventNotifier {
  #pending = new Set<string>();
  #flushing: Promise<void> | undefined;

  /** Tells of a conversation's event, which is committed by now. Returns at once and never fails. */
  notify(payload: string): void {
    this.#pending.add(payload);
    this.#flushing ??= this.#flush();
  }

  /** Waits until all is told. */
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
          "waiting runtimes were not told of events; they find them when they ask again",
        );
      }
    }
    this.#flushing = undefined;
  }
}

/** The process's announcer. */
export const eventNotifier = new EventNotifier();
