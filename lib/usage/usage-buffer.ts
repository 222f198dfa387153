import { reader } from "@/db/client";
import { type KeyUse, upsertKeyUses } from "@/db/queries/api-key-usage";
import { log } from "../log";

const INTERVAL_MS = 1000;
/** Keys whose last use is held in memory while the database does not answer; beyond it the oldest are forgotten. */
const MOST_KEYS = 100_000;

/**
 * Remembers each key's last use in memory and writes it in batches, off the request's path: one request more never
 * costs the request a write.
 */
class UsageBuffer {
  #uses = new Map<string, KeyUse>();
  #timer: NodeJS.Timeout | undefined;

  record(use: KeyUse): void {
    const key = `${use.workspaceId} ${use.keyId}`;
    // Deleted and set again, so that the map's order is the order of use.
    this.#uses.delete(key);
    this.#uses.set(key, use);
    if (this.#uses.size > MOST_KEYS) this.#uses.delete(this.#uses.keys().next().value ?? "");
    this.#timer ??= setTimeout(() => void this.flush(), INTERVAL_MS).unref();
  }

  /** Writes what is held. What could not be written is held on to for the next time. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const uses = this.#uses;
    if (uses.size === 0) return;
    this.#uses = new Map();
    try {
      await upsertKeyUses(reader(), [...uses.values()]);
    } catch (error) {
      log().warn({ err: error, keys: uses.size }, "key usage was not written; trying again");
      for (const use of this.#uses.values()) uses.set(`${use.workspaceId} ${use.keyId}`, use);
      this.#uses = new Map();
      for (const use of uses.values()) this.record(use);
    }
  }
}

/** The process's buffer. */
export const usageBuffer = new UsageBuffer();
