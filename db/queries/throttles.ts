import { createHash } from "node:crypto";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { pool } from "../client/client";

export interface Throttle {
  /** Counts an attempt. Returns the seconds to wait if there were too many, else 0. */
  consume(key: string): Promise<number>;
  /** Resets the count after a successful attempt. */
  reset(key: string): Promise<void>;
}

/** Limits attempts per key in a time window. Counts in the database, so that all instances share the limit. */
export function createThrottle(name: string, budget: { tries: number; windowSeconds: number }): Throttle {
  const limiter = new RateLimiterPostgres({
    storeClient: pool(),
    storeType: "pool",
    tableName: "throttles",
    tableCreated: true,
    // The library's cleanup would keep a timer in every process; db/queries/expired.ts deletes these rows hourly.
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
      } catch (error) {
        if (error instanceof RateLimiterRes) return Math.max(1, Math.ceil(error.msBeforeNext / 1000));
        throw error;
      }
    },
    async reset(key) {
      await limiter.delete(digest(key));
    },
  };
}

/** Fits keys of any length into the column, and avoids storing email addresses that were only tried or mistyped. */
const digest = (key: string): string => createHash("sha256").update(key).digest("base64url");
