import { AppError } from "@/lib/core/errors";
import { hashToken } from "@/lib/core/hash-token";
import type { RuntimeActor } from "@/lib/features/actor";
import { authenticateRuntime } from "@/lib/features/runtime/authenticate-runtime";
import { isRuntimeToken } from "@/lib/features/runtime/runtime-token";
import type { ApiContext } from "./http/context";
import { rateLimitByIp, rateLimitByToken } from "./http/rate-limit";

/** Where runtimes feed their calls in. */
export const RUNTIME_BASE_PATH = "/runtime/v1/conversations";

/** What runtimes' routes share in the OpenAPI document. */
export const runtimeOperation = { tags: ["Runtime"], security: [{ RuntimeToken: [] }] };

/**
 * The runtime whose token the request carries, within its budget. A request without a good one counts against its address.
 * @throws AppError RUNTIME_TOKEN_INVALID, RATE_LIMITED
 */
export async function authenticateRuntimeRequest(c: ApiContext): Promise<RuntimeActor> {
  const token = /^Bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  if (token !== undefined && isRuntimeToken(token)) {
    const alias = hashToken(token).toString("base64url", 0, 15);
    await rateLimitByToken(c, alias);
    c.set("tokenAlias", alias);
  }
  try {
    return await authenticateRuntime(token);
  } catch (error) {
    if (error instanceof AppError) await rateLimitByIp(c);
    throw error;
  }
}

/**
 * Passes when the body is of one of these types; a body of no type is taken for the first.
 * @throws AppError UNSUPPORTED_MEDIA_TYPE
 */
export function requireContentType(c: ApiContext, ...types: [string, ...string[]]): void {
  const type = (c.req.header("content-type") ?? types[0]).split(";")[0]?.trim().toLowerCase();
  if (!type || !types.includes(type))
    throw new AppError("UNSUPPORTED_MEDIA_TYPE", `Send the body as ${types[0]}.`);
}
