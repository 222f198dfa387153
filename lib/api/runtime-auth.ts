import { requireKnownCharset } from "@/lib/core/body-text";
import { AppError } from "@/lib/core/errors";
import { hashToken } from "@/lib/core/hash-token";
import { type MediaType, parseMediaType, suffixFormat } from "@/lib/core/media-type";
import { oneOf } from "@/lib/core/validation-messages";
import type { RuntimeActor } from "@/lib/features/actor";
import { authenticateRuntime } from "@/lib/features/runtime/authenticate-runtime";
import { isRuntimeToken } from "@/lib/features/runtime/runtime-token";
import type { ApiContext } from "./http/context";
import { rateLimitByIp, rateLimitByToken } from "./http/rate-limit";

/** The base path of the API for agent runtimes. */
export const RUNTIME_BASE_PATH = "/runtime/v1/conversations";

/** What all runtime operations share in the OpenAPI document. */
export const runtimeOperation = { tags: ["Runtime"], security: [{ RuntimeToken: [] }] };

/**
 * Authenticates the runtime by its token and charges the request to the token's rate limit. Without a valid token, the
 * request is charged to the client's IP address.
 * @returns the runtime, and the token's name in the rate limits
 * @throws AppError RUNTIME_TOKEN_INVALID, RATE_LIMITED
 */
export async function authenticateRuntimeRequest(
  c: ApiContext,
): Promise<{ actor: RuntimeActor; tokenAlias: string }> {
  try {
    const token = /^Bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
    if (token === undefined || !isRuntimeToken(token)) throw new AppError("RUNTIME_TOKEN_INVALID");
    const hash = hashToken(token);
    const tokenAlias = hash.toString("base64url", 0, 15);
    await rateLimitByToken(c, tokenAlias);
    return { actor: await authenticateRuntime(hash), tokenAlias };
  } catch (error) {
    // A token that is over its own limit is not charged to its address as well.
    if (error instanceof AppError && error.code === "RUNTIME_TOKEN_INVALID") await rateLimitByIp(c);
    throw error;
  }
}

/**
 * Checks that the body has one of these media types, or for JSON one such as `application/cloudevents+json`. A missing type
 * counts as the first.
 * @throws AppError UNSUPPORTED_MEDIA_TYPE, also for an unknown charset
 */
export function requireContentType(c: ApiContext, ...types: [string, ...string[]]): MediaType {
  const mediaType = parseMediaType(c.req.header("content-type") ?? types[0]);
  const isJson = suffixFormat(mediaType) === "json" && types.includes("application/json");
  if (!types.includes(mediaType.type) && !isJson)
    throw new AppError("UNSUPPORTED_MEDIA_TYPE", `Send the body as ${oneOf(types)}.`);
  requireKnownCharset(mediaType);
  return mediaType;
}
