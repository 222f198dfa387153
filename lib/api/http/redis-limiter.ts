import { createClient } from "@redis/client";
import { RateLimiterMemory, RateLimiterRedis, type RateLimiterRes } from "rate-limiter-flexible";
import { log } from "@/lib/core/log";

/** Timeout of a Redis command. */
const REDIS_TIMEOUT_MS = 250;
/** How long Redis is not used after a timeout. */
const COOLDOWN_MS = 2000;

/** The rate limiters of one server. */
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
 * A rate limiter that counts in Redis, so that several instances share a budget. While Redis is unreachable or slow, it
 * counts in memory, because a Redis outage must not take the API down.
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
      // A client over its budget is rejected without another Redis command.
      inMemoryBlockOnConsumed: budget.points + 1,
    });
  }

  /**
   * Charges points to a budget.
   * @throws RateLimiterRes if the budget is used up
   */
  async consume(id: string, points = 1): Promise<RateLimiterRes> {
    if (Date.now() < this.#openUntil) return this.#local.consume(id, points);
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), REDIS_TIMEOUT_MS);
    });
    const shared = this.#redis.consume(id, points);
    // It may still fail after the timeout.
    shared.catch(() => {});
    try {
      const result = await Promise.race([shared, timeout]);
      if (result) return result;
    } finally {
      clearTimeout(timer);
    }
    if (Date.now() >= this.#openUntil) {
      log().warn("Redis timed out; this instance counts rate limits in memory for a while");
    }
    this.#openUntil = Date.now() + COOLDOWN_MS;
    return this.#local.consume(id, points);
  }
}

export type Redis = ReturnType<typeof connectRedis>;

/** A connection that reconnects by itself. It logs once when it is lost and once when it is restored. */
export function connectRedis(url: string) {
  const redis = createClient({
    url,
    // Without a connection, commands fail immediately instead of queueing.
    disableOfflineQueue: true,
    socket: { connectTimeout: 2000, reconnectStrategy: (tries) => Math.min(100 * 2 ** tries, 3000) },
  });
  let disconnected = false;
  redis.on("error", (error) => {
    if (!disconnected)
      log().warn({ err: error }, "Redis is unreachable; this instance counts rate limits in memory");
    disconnected = true;
  });
  redis.on("ready", () => {
    if (disconnected) log().info("Redis is reachable again; rate limits are shared");
    disconnected = false;
  });
  // The error event logs this, and the client keeps trying.
  redis.connect().catch(() => {});
  return redis;
}
