import { db } from "@/db/client/client";
import { selectRuntimeByToken } from "@/db/queries/runtime-tokens";
import { AppError } from "@/lib/core/errors";
import type { RuntimeActor } from "@/lib/features/actor";

/**
 * Finds the runtime that a token belongs to. Every request looks it up, so a replaced token stops working immediately.
 * @param tokenHash the SHA-256 of a well-formed token
 * @throws AppError RUNTIME_TOKEN_INVALID
 */
export async function authenticateRuntime(tokenHash: Buffer): Promise<RuntimeActor> {
  const runtime = await selectRuntimeByToken(db(), tokenHash);
  if (!runtime) throw new AppError("RUNTIME_TOKEN_INVALID");
  return { kind: "runtime", ...runtime };
}
