import type { PoolClient } from "pg";
import { pool } from "./client";

interface Ear {
  /** Resolves at the next notification with the payload, or when the connection breaks and something may be missed. */
  heard: Promise<void>;
  stop(): void;
}

/** Hears one channel of the database with one connection, however many listen. */
export class Bell {
  readonly #channel: string;
  readonly #ears = new Map<string, Set<() => void>>();
  #connection: Promise<PoolClient> | undefined;
  #closed = false;

  constructor(channel: string) {
    this.#channel = channel;
  }

  /**
   * Begins to listen. Once this resolves nothing is missed any more: look what there is, then wait for `heard`.
   * @param payload the one that is meant; other notifications of the channel go to others
   */
  async listenFor(payload: string): Promise<Ear> {
    this.#connection ??= this.#listen();
    await this.#connection;
    const ears = this.#ears.get(payload) ?? new Set();
    this.#ears.set(payload, ears);
    const { promise: heard, resolve } = withResolver();
    ears.add(resolve);
    const stop = () => {
      ears.delete(resolve);
      if (ears.size === 0) this.#ears.delete(payload);
    };
    return { heard, stop };
  }

  /** Whether nobody should listen any more, because the process is about to end. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Gives the connection back; whoever listens is woken. */
  async close(): Promise<void> {
    this.#closed = true;
    const connection = this.#connection;
    this.#connection = undefined;
    this.#wakeAll();
    const client = await connection?.catch(() => undefined);
    client?.release(true);
  }

  async #listen(): Promise<PoolClient> {
    try {
      const client = await pool().connect();
      client.on("notification", ({ payload }) => {
        for (const wake of this.#ears.get(payload ?? "") ?? []) wake();
      });
      client.once("error", (error) => {
        client.release(error);
        this.#connection = undefined;
        this.#wakeAll();
      });
      await client.query(`listen ${this.#channel}`);
      return client;
    } catch (error) {
      this.#connection = undefined;
      throw error;
    }
  }

  #wakeAll(): void {
    for (const ears of this.#ears.values()) for (const wake of ears) wake();
  }
}

function withResolver(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
