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
  /** Gives the connection back, once there is one. */
  #connection: Promise<() => void> | undefined;
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

  /** How many listen. */
  get listeners(): number {
    let count = 0;
    for (const ears of this.#ears.values()) count += ears.size;
    return count;
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
    const letGo = await connection?.catch(() => undefined);
    letGo?.();
  }

  /** @returns gives the connection back, however often it is called */
  async #listen(): Promise<() => void> {
    let letGo = (_?: Error) => {};
    try {
      const client = await pool().connect();
      letGo = (error) => {
        letGo = () => {};
        client.release(error ?? true);
      };
      client.on("notification", ({ payload }) => {
        for (const wake of this.#ears.get(payload ?? "") ?? []) wake();
      });
      client.once("error", (error) => {
        letGo(error);
        this.#connection = undefined;
        this.#wakeAll();
      });
      await client.query(`listen ${this.#channel}`);
      return () => letGo();
    } catch (error) {
      letGo();
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
