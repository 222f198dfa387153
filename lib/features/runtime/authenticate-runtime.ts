import { db } from "@/db/client/client";
import { selectRuntimeByToken } from "@/db/queries/runtime-tokens";
import { AppError } from "@/lib/core/errors";
import type { RuntimeActor } from "@/lib/features/actor";
import { hashRuntimeToken, isRuntimeToken } from "./runtime-token";

/**
 * The runtime whose token this is. Looked up at every request, so a token that was replaced is refused at once.
 * @throws AppError RUNTIME_TOKEN_INVALID
 */
export async function authenticateRuntime(token: string | undefined): Promise<RuntimeActor> {
  const runtime =
    token && isRuntimeToken(token) ? await selectRuntimeByToken(db(), hashRuntimeToken(token)) : undefined;
  if (!runtime) throw new AppError("RUNTIME_TOKEN_INVALID");
  return { kind: "runtime", ...runtime };
}
