import { reader } from "@/db/client";
import { selectRuntime } from "@/db/queries/runtime-tokens";
import type { RuntimeActor } from "../actor";
import { AppError } from "../errors";
import { hashRuntimeToken, isToken } from "./token";

/**
 * The runtime whose token this is. Looked up at every request, so a token that was replaced is refused at once.
 * @throws AppError RUNTIME_TOKEN_INVALID
 */
export async function recogniseRuntime(token: string | undefined): Promise<RuntimeActor> {
  const runtime =
    token && isToken(token) ? await selectRuntime(reader(), hashRuntimeToken(token)) : undefined;
  if (!runtime) throw new AppError("RUNTIME_TOKEN_INVALID");
  return { kind: "runtime", ...runtime };
}
