import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { Settings } from "../env";
import { AppError } from "../errors";
import { networkOf } from "../network";
import { clientAddress } from "./address";
import { setField } from "./head";
import { connectRedis, type RateLimits, SharedLimiter } from "./shared-limiter";
import type { ApiContext } from "./types";

/** A window of two seconds with twice the rate: the rate holds over time, and a burst of twice the rate passes. */
const WINDOW_S = 2;
const budget = (perSecond: number) => Math.max(1, Math.round(perSecond * WINDOW_S));

/** Budgets in memory, or with REDIS_URL in Redis, where several instances share them. */
export function openRateLimits(settings: Settings): RateLimits {
  const redis = settings.REDIS_URL ? connectRedis(settings.REDIS_URL) : undefined;
  const limiter = (kind: string, perSecond: number) => {
    const options = { keyPrefix: `agent-studio:${kind}`, points: budget(perSecond), duration: WINDOW_S };
    return redis ? new SharedLimiter(redis, options) : new RateLimiterMemory(options);
  };
  return {
    key: limiter("key", settings.RATE_LIMIT_PER_KEY),
    address: limiter("address", settings.RATE_LIMIT_PER_ADDRESS),
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
export const countForKey = (c: ApiContext, alias: string): Promise<void> => count(c, "key", alias);

/**
 * Counts a request without a good key against the client's address, or with IPv6 its network.
 * @throws AppError RATE_LIMITED, as above
 */
export const countForAddress = (c: ApiContext): Promise<void> =>
  count(c, "address", networkOf(clientAddress(c)));

async function count(c: ApiContext, kind: "key" | "address", who: string): Promise<void> {
  const limiter = c.env.limits[kind];
  try {
    await limiter.consume(who);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    setField(c, "Retry-After", String(seconds));
    // https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
    setField(c, "RateLimit-Policy", `"${kind}";q=${limiter.points};w=${WINDOW_S}`);
    setField(c, "RateLimit", `"${kind}";r=0;t=${seconds}`);
    throw new AppError("RATE_LIMITED");
  }
}
