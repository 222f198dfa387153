import { createClient } from "@redis/client";
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterRes } from "rate-limiter-flexible";
import { log } from "@/lib/core/log";

/** A Redis that takes longer is not waited for. */
const REDIS_TIMEOUT_MS = 250;
/** And is not asked again for so long. */
const COOLDOWN_MS = 2000;

/** What one server counts with. */
export interface RateLimits {
  key: RateLimiterMemory | RedisLimiter;
  address: RateLimiterMemory | RedisLimiter;
  token: RateLimiterMemory | RedisLimiter;
  import: RateLimiterMemory | RedisLimiter;
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
export class RedisLimiter {
  readonly points: number;
  readonly #redis: RateLimiterRedis;
  readonly #local: RateLimiterMemory;
  #openUntil = 0;

  constructor(redis: Redis, budget: Budget) {
    this.points = budget.points;
    this.#local = new RateLimiterMemory(budget);
    this.#redis = new RateLimiterRedis({
      ...budget,
      storeClient: redis,
      useRedisPackage: true,
      rejectIfRedisNotReady: true,
      insuranceLimiter: this.#local,
      // Who is over the budget is refused without asking again.
      inMemoryBlockOnConsumed: budget.points + 1,
    });
  }

  /** Counts so many. Rejects with a RateLimiterRes when the budget is used up. */
  async consume(id: string, points = 1): Promise<RateLimiterRes> {
    if (Date.now() < this.#openUntil) return this.#local.consume(id, points);
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), REDIS_TIMEOUT_MS);
    });
    const shared = this.#redis.consume(id, points);
    // It may still fail once nobody waits for it.
    shared.catch(() => {});
    try {
      const result = await Promise.race([shared, timeout]);
      if (result) return result;
    } finally {
      clearTimeout(timer);
    }
    if (Date.now() >= this.#openUntil) {
      log().warn("Redis is stuck; this instance counts rate limits for itself for a while");
    }
    this.#openUntil = Date.now() + COOLDOWN_MS;
    return this.#local.consume(id, points);
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
  let disconnected = false;
  redis.on("error", (error) => {
    if (!disconnected)
      log().warn({ err: error }, "Redis does not answer; this instance counts rate limits for itself");
    disconnected = true;
  });
  redis.on("ready", () => {
    if (disconnected) log().info("Redis answers again; rate limits are shared");
    disconnected = false;
  });
  // The error event tells; it goes on trying.
  redis.connect().catch(() => {});
  return redis;
}
