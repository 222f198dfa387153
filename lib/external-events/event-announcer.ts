import { notifyListeners } from "@/db/queries/external-events";
import { log } from "../log";

/**
 * Tells waiting runtimes of stored events, off the path of who sent them. PostgreSQL lets one transaction that notifies
 * commit after the other, each with a disk's flush of its own; so the events are committed without, and one statement
 * tells of all that came while the one before was under way. What is not told is found at the end of a runtime's wait.
 */
class EventAnnouncer {
  #untold = new Set<string>();
  #telling: Promise<void> | undefined;

  /** Tells of a conversation's event, which is committed by now. Returns at once and never fails. */
  announce(payload: string): void {
    this.#untold.add(payload);
    this.#telling ??= this.#tell();
  }

  /** Waits until all is told. */
  async flush(): Promise<void> {
    await this.#telling;
  }

  async #tell(): Promise<void> {
    while (this.#untold.size > 0) {
      const told = [...this.#untold];
      this.#untold.clear();
      try {
        await notifyListeners(told);
      } catch (error) {
        log().warn(
          { err: error },
          "waiting runtimes were not told of events; they find them when they ask again",
        );
      }
    }
    this.#telling = undefined;
  }
}

/** The process's announcer. */
export const eventAnnouncer = new EventAnnouncer();
