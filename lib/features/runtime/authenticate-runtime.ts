import { db } from "@/db/client/client";
import { selectRuntimeByToken } from "@/db/queries/runtime-tokens";
import { AppError } from "@/lib/core/errors";
import { hashToken } from "@/lib/core/hash-token";
import type { RuntimeActor } from "@/lib/features/actor";
import { isRuntimeToken } from "./runtime-token";

/**
 * Finds the runtime that a token belongs to. Every request looks it up, so a replaced token stops working immediately.
 * @throws AppError RUNTIME_TOKEN_INVALID
 */
export async function authenticateRuntime(token: string | undefined): Promise<RuntimeActor> {
  const runtime =
    token && isRuntimeToken(token) ? await selectRuntimeByToken(db(), hashToken(token)) : undefined;
  if (!runtime) throw new AppError("RUNTIME_TOKEN_INVALID");
  return { kind: "runtime", ...runtime };
}
