import type { RuntimeActor } from "../actor";
import { AppError } from "../errors";
import { recogniseRuntime } from "../runtime/recognise-runtime";
import { hashRuntimeToken, isToken } from "../runtime/token";
import { countForAddress, countForToken } from "./rate-limit";
import type { ApiContext } from "./types";

/** Where runtimes feed their calls in. */
export const RUNTIME_BASE = "/runtime/v1/conversations";

/** What runtimes' routes share in the OpenAPI document. */
export const runtimeDocs = { tags: ["Runtime"], security: [{ RuntimeToken: [] }] };

/**
 * The runtime whose token the request carries, within its budget. A request without a good one counts against its address.
 * @throws AppError RUNTIME_TOKEN_INVALID, RATE_LIMITED
 */
export async function runtimeOf(c: ApiContext): Promise<RuntimeActor> {
  const token = /^Bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  if (token !== undefined && isToken(token)) {
    const alias = hashRuntimeToken(token).toString("base64url", 0, 15);
    await countForToken(c, alias);
    c.set("tokenAlias", alias);
  }
  try {
    return await recogniseRuntime(token);
  } catch (error) {
    if (error instanceof AppError) await countForAddress(c);
    throw error;
  }
}

/**
 * Passes when the body is of one of these types; a body of no type is taken for the first.
 * @throws AppError UNSUPPORTED_MEDIA_TYPE
 */
export function requireType(c: ApiContext, ...types: [string, ...string[]]): void {
  const type = (c.req.header("content-type") ?? types[0]).split(";")[0]?.trim().toLowerCase();
  if (!type || !types.includes(type))
    throw new AppError("UNSUPPORTED_MEDIA_TYPE", `Send the body as ${types[0]}.`);
}
