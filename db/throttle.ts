import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { pool } from "./client";

export interface Throttle {
  /** Counts a try. Returns how many seconds to wait when there were too many, else 0. */
  count(key: string): Promise<number>;
  /** Forgets the tries, after one that succeeded. */
  forget(key: string): Promise<void>;
}

/** A budget of tries per key in a window, counted in the database so that every instance shares it. */
export function makeThrottle(name: string, budget: { tries: number; windowSeconds: number }): Throttle {
  const limiter = new RateLimiterPostgres({
    storeClient: pool(),
    storeType: "pool",
    tableName: "throttles",
    tableCreated: true,
    // The sweep would keep a timer alive in every process; expired rows are overwritten by the next try instead.
    clearExpiredByTimeout: false,
    keyPrefix: name,
    points: budget.tries,
    duration: budget.windowSeconds,
  });
  return {
    async count(key) {
      try {
        await limiter.consume(key);
        return 0;
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
        throw refusal;
      }
    },
    async forget(key) {
      await limiter.delete(key);
    },
  };
}
