import { eq, sql } from "drizzle-orm";
import type { Executor, Tx } from "../client/client";
import { runtimeTokens } from "../schema/index";

/** The agent that a token belongs to; undefined if the token is unknown or was replaced. */
export async function selectRuntimeByToken(
  db: Executor,
  tokenHash: Buffer,
): Promise<{ workspaceId: string; agentId: string } | undefined> {
  const [row] = await db
    .select({ workspaceId: runtimeTokens.workspaceId, agentId: runtimeTokens.agentId })
    .from(runtimeTokens)
    .where(eq(runtimeTokens.tokenHash, tokenHash));
  return row;
}

/** Sets the agent's only token. The previous one is invalid after the commit. */
export async function replaceRuntimeToken(
  tx: Tx,
  workspaceId: string,
  agentId: string,
  tokenHash: Buffer,
): Promise<void> {
  await tx
    .insert(runtimeTokens)
    .values({ workspaceId, agentId, tokenHash })
    .onConflictDoUpdate({
      target: [runtimeTokens.workspaceId, runtimeTokens.agentId],
      set: { tokenHash, createdAt: sql`now()` },
    });
}
