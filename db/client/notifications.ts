import { pool } from "./client";

interface Subscription {
  /** Resolves at the next notification with the payload, or when the connection breaks and something may be missed. */
  notified: Promise<void>;
  unsubscribe(): void;
}

/** Hears one channel of the database with one connection, however many listen. */
export class NotificationListener {
  readonly #channel: string;
  readonly #subscribers = new Map<string, Set<() => void>>();
  /** Gives the connection back, once there is one. */
  #connection: Promise<() => void> | undefined;
  #closed = false;

  constructor(channel: string) {
    this.#channel = channel;
  }

  /**
   * Begins to listen. Once this resolves nothing is missed any more: look what there is, then wait for `notified`.
   * @param payload the one that is meant; other notifications of the channel go to others
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

  /** How many listen. */
  get subscriberCount(): number {
    let count = 0;
    for (const subscribers of this.#subscribers.values()) count += subscribers.size;
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
    this.#notifyAll();
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
        for (const wake of this.#subscribers.get(payload ?? "") ?? []) wake();
      });
      client.once("error", (error) => {
        letGo(error);
        this.#connection = undefined;
        this.#notifyAll();
      });
      await client.query(`listen ${this.#channel}`);
      return () => letGo();
    } catch (error) {
      letGo();
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
