import type { RuntimeActor } from "../actor";
import { AppError } from "../errors";
import { recogniseRuntime } from "../runtime/recognise-runtime";
import { countForAddress } from "./rate-limit";
import type { ApiContext } from "./types";

/** Where runtimes feed their calls in. */
export const RUNTIME_BASE = "/runtime/v1/conversations";

/** What runtimes' routes share in the OpenAPI document. */
export const runtimeDocs = { tags: ["Runtime"], security: [{ RuntimeToken: [] }] };

/**
 * The runtime whose token the request carries. A request without a good one counts against its address.
 * @throws AppError RUNTIME_TOKEN_INVALID, RATE_LIMITED
 */
export async function runtimeOf(c: ApiContext): Promise<RuntimeActor> {
  try {
    return await recogniseRuntime(/^Bearer +(\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1]);
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
