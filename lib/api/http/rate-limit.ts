import { setTimeout } from "node:timers/promises";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { Settings } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { ipPrefix } from "@/lib/core/ip-prefix";
import { clientIp } from "./client-ip";
import type { ApiContext } from "./context";
import { connectRedis, type RateLimits, RedisLimiter } from "./redis-limiter";
import { setHeader } from "./response";

/** A window of two seconds with twice the rate: the rate holds over time, and a burst of twice the rate passes. */
const WINDOW_SECONDS = 2;
const pointsPerWindow = (perSecond: number) => Math.max(1, Math.round(perSecond * WINDOW_SECONDS));

/** Budgets in memory, or with REDIS_URL in Redis, where several instances share them. */
export function createRateLimits(settings: Settings): RateLimits {
  const redis = settings.REDIS_URL ? connectRedis(settings.REDIS_URL) : undefined;
  const limiter = (kind: string, perSecond: number) => {
    const options = {
      keyPrefix: `agent-studio:${kind}`,
      points: pointsPerWindow(perSecond),
      duration: WINDOW_SECONDS,
    };
    return redis ? new RedisLimiter(redis, options) : new RateLimiterMemory(options);
  };
  return {
    key: limiter("key", settings.RATE_LIMIT_PER_KEY),
    address: limiter("address", settings.RATE_LIMIT_PER_ADDRESS),
    token: limiter("token", settings.RATE_LIMIT_PER_TOKEN),
    import: limiter("import", settings.RATE_LIMIT_IMPORT),
    close: () => {
      if (redis?.isOpen) redis.destroy();
    },
  };
}

/**
 * Counts a request against the key that it carries.
 * @param alias by which a well-formed key is known here
 * @throws AppError RATE_LIMITED, with Retry-After and the RateLimit fields on the answer
 */
export const rateLimitByKey = (c: ApiContext, alias: string): Promise<void> => consume(c, "key", alias);

/**
 * Counts a request without a good key against the client's address, or with IPv6 its network.
 * @throws AppError RATE_LIMITED, as above
 */
export const rateLimitByIp = (c: ApiContext): Promise<void> => consume(c, "address", ipPrefix(clientIp(c)));

/**
 * Counts a request against the runtime token that it carries.
 * @param alias by which a well-formed token is known here
 * @throws AppError RATE_LIMITED, as above
 */
export const rateLimitByToken = (c: ApiContext, alias: string): Promise<void> => consume(c, "token", alias);

/** Bytes that take as long as one more request. */
const BYTES_PER_POINT = 16_384;
const pointsForBytes = (bytes: number): number => Math.floor(bytes / BYTES_PER_POINT);

/**
 * Counts the body of a request that is counted already: 16 KiB are as much as one more request.
 * @throws AppError RATE_LIMITED, as above
 */
export async function rateLimitBody(c: ApiContext, alias: string, bytes: number): Promise<void> {
  // A body that is larger than the whole budget passes when it comes alone.
  const points = Math.min(pointsForBytes(bytes), c.env.limits.token.points - 1);
  if (points > 0) await consume(c, "token", alias, points);
}

/** Waits until an import may take in another line: one that is over its budget is slowed down, not refused. */
export async function throttleImportLine(limits: RateLimits, alias: string, bytes: number): Promise<void> {
  const limiter = limits.import;
  const points = Math.min(limiter.points, 1 + pointsForBytes(bytes));
  for (;;) {
    try {
      await limiter.consume(alias, points);
      return;
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      await setTimeout(Math.max(1, refusal.msBeforeNext));
    }
  }
}

async function consume(
  c: ApiContext,
  kind: "key" | "address" | "token",
  id: string,
  points = 1,
): Promise<void> {
  const limiter = c.env.limits[kind];
  try {
    await limiter.consume(id, points);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    setHeader(c, "Retry-After", String(seconds));
    // https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
    setHeader(c, "RateLimit-Policy", `"${kind}";q=${limiter.points};w=${WINDOW_SECONDS}`);
    setHeader(c, "RateLimit", `"${kind}";r=0;t=${seconds}`);
    throw new AppError("RATE_LIMITED");
  }
}
