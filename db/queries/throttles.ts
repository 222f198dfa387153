import { createHash } from "node:crypto";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { pool } from "../client/client";

export interface Throttle {
  /** Counts a try. Returns how many seconds to wait when there were too many, else 0. */
  consume(key: string): Promise<number>;
  /** Forgets the tries, after one that succeeded. */
  reset(key: string): Promise<void>;
}

/** A budget of tries per key in a window, counted in the database so that every instance shares it. */
export function createThrottle(name: string, budget: { tries: number; windowSeconds: number }): Throttle {
  const limiter = new RateLimiterPostgres({
    storeClient: pool(),
    storeType: "pool",
    tableName: "throttles",
    tableCreated: true,
    // The sweep would keep a timer alive in every process; the hourly one takes these rows along (db/queries/expired.ts).
    clearExpiredByTimeout: false,
    keyPrefix: name,
    points: budget.tries,
    duration: budget.windowSeconds,
  });
  return {
    async consume(key) {
      try {
        await limiter.consume(digest(key));
        return 0;
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
        throw refusal;
      }
    },
    async reset(key) {
      await limiter.delete(digest(key));
    },
  };
}

/** Of any length one; and no e-mail address is kept that somebody mistyped, or tried. */
const digest = (key: string): string => createHash("sha256").update(key).digest("base64url");
