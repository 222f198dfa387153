import { setTimeout } from "node:timers/promises";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { Settings } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";
import { ipPrefix } from "@/lib/core/ip-prefix";
import { clientIp } from "./client-ip";
import type { ApiContext } from "./context";
import { connectRedis, type RateLimits, RedisLimiter } from "./redis-limiter";
import { setHeader } from "./response";

/** Two-second windows with twice the rate per second: the average rate is enforced, and short bursts pass. */
const WINDOW_SECONDS = 2;
const pointsPerWindow = (perSecond: number) => Math.max(1, Math.round(perSecond * WINDOW_SECONDS));

/** Creates the rate limits: in memory, or with REDIS_URL in Redis, shared by all instances. */
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
 * Charges a request to its API key.
 * @param alias identifies the key; part of its hash
 * @throws AppError RATE_LIMITED, and sets Retry-After and the RateLimit headers
 */
export const rateLimitByKey = (c: ApiContext, alias: string): Promise<void> => consume(c, "key", alias);

/**
 * Charges a request without a valid key to the client's IP address, or with IPv6 to its network.
 * @throws AppError RATE_LIMITED, as above
 */
export const rateLimitByIp = (c: ApiContext): Promise<void> => consume(c, "address", ipPrefix(clientIp(c)));

/**
 * Charges a request to its runtime token.
 * @param alias identifies the token; part of its hash
 * @throws AppError RATE_LIMITED, as above
 */
export const rateLimitByToken = (c: ApiContext, alias: string): Promise<void> => consume(c, "token", alias);

/** Bytes of a body that cost as much as one request. */
const BYTES_PER_POINT = 16_384;
const pointsForBytes = (bytes: number): number => Math.floor(bytes / BYTES_PER_POINT);

/**
 * Charges the body of a request to its runtime token: every 16 KiB cost as much as one more request.
 * @throws AppError RATE_LIMITED, as above
 */
export async function rateLimitBody(c: ApiContext, alias: string, bytes: number): Promise<void> {
  // A body that costs more than the whole budget passes if no other request uses the window.
  const points = Math.min(pointsForBytes(bytes), c.env.limits.token.points - 1);
  if (points > 0) await consume(c, "token", alias, points);
}

/** Timers of the same time fire in any order, and the end of the limiter's window is one. Without a margin a line waits twice. */
const TIMER_MARGIN_MS = 5;

/** Waits until the rate limit allows another line of an import. Imports are slowed down, not rejected. */
export async function throttleImportLine(limits: RateLimits, alias: string, bytes: number): Promise<void> {
  const limiter = limits.import;
  const points = Math.min(limiter.points, 1 + pointsForBytes(bytes));
  for (;;) {
    try {
      await limiter.consume(alias, points);
      return;
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      await setTimeout(error.msBeforeNext + TIMER_MARGIN_MS);
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
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1000));
    setHeader(c, "Retry-After", String(seconds));
    // https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
    setHeader(c, "RateLimit-Policy", `"${kind}";q=${limiter.points};w=${WINDOW_SECONDS}`);
    setHeader(c, "RateLimit", `"${kind}";r=0;t=${seconds}`);
    throw new AppError("RATE_LIMITED");
  }
}
