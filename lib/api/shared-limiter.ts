import { createClient } from "@redis/client";
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterRes } from "rate-limiter-flexible";
import { log } from "../log";

/** A Redis that takes longer is not waited for. */
const PATIENCE_MS = 250;
/** And is not asked again for so long. */
const REST_MS = 2000;

/** What one server counts with. */
export interface RateLimits {
  key: RateLimiterMemory | SharedLimiter;
  address: RateLimiterMemory | SharedLimiter;
  token: RateLimiterMemory | SharedLimiter;
  import: RateLimiterMemory | SharedLimiter;
  close(): void;
}

interface Budget {
  keyPrefix: string;
  points: number;
  /** Seconds. */
  duration: number;
}

/**
 * Counts in Redis, so that several instances share a budget; in memory while Redis is away or stuck, because a counter
 * that is down must not take the API down with it.
 */
export class SharedLimiter {
  readonly points: number;
  readonly #shared: RateLimiterRedis;
  readonly #alone: RateLimiterMemory;
  #restsUntil = 0;

  constructor(redis: Redis, budget: Budget) {
    this.points = budget.points;
    this.#alone = new RateLimiterMemory(budget);
    this.#shared = new RateLimiterRedis({
      ...budget,
      storeClient: redis,
      useRedisPackage: true,
      rejectIfRedisNotReady: true,
      insuranceLimiter: this.#alone,
      // Who is over the budget is refused without asking again.
      inMemoryBlockOnConsumed: budget.points + 1,
    });
  }

  /** Counts so many. Rejects with a RateLimiterRes when the budget is used up. */
  async consume(who: string, points = 1): Promise<RateLimiterRes> {
    if (Date.now() < this.#restsUntil) return this.#alone.consume(who, points);
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), PATIENCE_MS);
    });
    const shared = this.#shared.consume(who, points);
    // It may still fail once nobody waits for it.
    shared.catch(() => {});
    try {
      const counted = await Promise.race([shared, patience]);
      if (counted) return counted;
    } finally {
      clearTimeout(timer);
    }
    if (Date.now() >= this.#restsUntil) {
      log().warn("Redis is stuck; this instance counts rate limits for itself for a while");
    }
    this.#restsUntil = Date.now() + REST_MS;
    return this.#alone.consume(who, points);
  }
}

export type Redis = ReturnType<typeof connectRedis>;

/** A connection that comes back by itself, and says once when it is lost and once when it is there again. */
export function connectRedis(url: string) {
  const redis = createClient({
    url,
    // While it is away commands fail at once instead of piling up.
    disableOfflineQueue: true,
    socket: { connectTimeout: 2000, reconnectStrategy: (tries) => Math.min(100 * 2 ** tries, 3000) },
  });
  let away = false;
  redis.on("error", (error) => {
    if (!away)
      log().warn({ err: error }, "Redis does not answer; this instance counts rate limits for itself");
    away = true;
  });
  redis.on("ready", () => {
    if (away) log().info("Redis answers again; rate limits are shared");
    away = false;
  });
  // The error event tells; it goes on trying.
  redis.connect().catch(() => {});
  return redis;
}
