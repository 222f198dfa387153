import { pool } from "./client";

interface Subscription {
  /** Resolves at the next notification with the payload, or when the connection breaks and one may be lost. */
  notified: Promise<void>;
  unsubscribe(): void;
}

/** Listens on one PostgreSQL channel over one connection for all subscribers of this process. */
export class NotificationListener {
  readonly #channel: string;
  readonly #subscribers = new Map<string, Set<() => void>>();
  /** Resolves, once there is a connection, with a function that releases it. */
  #connection: Promise<() => void> | undefined;
  #closed = false;

  constructor(channel: string) {
    this.#channel = channel;
  }

  /**
   * Subscribes to notifications. After this resolves, none is lost: read the current data, then wait for `notified`.
   * @param payload only notifications with exactly this payload count
   */
  async subscribe(payload: string): Promise<Subscription> {
    this.#connection ??= this.#listen();
    await this.#connection;
    const subscribers = this.#subscribers.get(payload) ?? new Set();
    this.#subscribers.set(payload, subscribers);
    const { promise: notified, resolve } = promiseWithResolver();
    subscribers.add(resolve);
    const unsubscribe = () => {
      subscribers.delete(resolve);
      if (subscribers.size === 0) this.#subscribers.delete(payload);
    };
    return { notified, unsubscribe };
  }

  /** Number of subscribers. */
  get subscriberCount(): number {
    let count = 0;
    for (const subscribers of this.#subscribers.values()) count += subscribers.size;
    return count;
  }

  /** True once `close()` was called because the process is shutting down. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Releases the connection and notifies all subscribers. */
  async close(): Promise<void> {
    this.#closed = true;
    const connection = this.#connection;
    this.#connection = undefined;
    this.#notifyAll();
    const release = await connection?.catch(() => undefined);
    release?.();
  }

  /** @returns a function that releases the connection; safe to call more than once */
  async #listen(): Promise<() => void> {
    let release = (_?: Error) => {};
    try {
      const client = await pool().connect();
      release = (error) => {
        release = () => {};
        client.release(error ?? true);
      };
      client.on("notification", ({ payload }) => {
        for (const wake of this.#subscribers.get(payload ?? "") ?? []) wake();
      });
      client.once("error", (error) => {
        release(error);
        this.#connection = undefined;
        this.#notifyAll();
      });
      await client.query(`listen ${this.#channel}`);
      return () => release();
    } catch (error) {
      release();
      this.#connection = undefined;
      throw error;
    }
  }

  #notifyAll(): void {
    for (const subscribers of this.#subscribers.values()) for (const wake of subscribers) wake();
  }
}

function promiseWithResolver(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
