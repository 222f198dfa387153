import { appendTurnJson, selectTurn } from "@/db/queries/live-conversations";
import { AppError } from "@/lib/core/errors";
import { runInSlices } from "@/lib/core/time-slicing";
import type { RuntimeActor } from "@/lib/features/actor";
import { tokenizeTurnSteps } from "@/lib/features/conversations/search-tokens";
import type { AppendTurnInput } from "./contract";
import { withLiveConversation } from "./with-live-conversation";

/**
 * Adds a turn. The same turn at the same index again changes nothing; turns come in order, without gaps.
 * @returns whether it was new
 * @throws AppError TURN_CONFLICT, and what writeConversation throws
 */
export async function appendTurn(actor: RuntimeActor, id: string, input: AppendTurnInput): Promise<boolean> {
  const { index, latency, ...rest } = input;
  const turn = JSON.stringify(rest);
  const latencyText = JSON.stringify(latency ?? null);
  // Before the transaction: a long turn takes several steps, and no lock or connection waits for them.
  const spoken = await runInSlices(tokenizeTurnSteps(rest));
  return withLiveConversation(actor, id, async (tx, { turnCount }) => {
    if (index > turnCount) {
      throw new AppError(
        "TURN_CONFLICT",
        `Turn ${turnCount} comes next: send the turns in order, without gaps.`,
      );
    }
    if (index < turnCount) {
      const stored = await selectTurn(tx, actor.workspaceId, actor.agentId, id, index);
      if (stored?.turn === turn && stored.latency === latencyText) return false;
      throw new AppError("TURN_CONFLICT", `Turn ${index} is there already, with other content.`);
    }
    await appendTurnJson(tx, actor.workspaceId, actor.agentId, id, {
      turn,
      latency: latencyText,
      silence: rest.is_silence,
      outOfDomain: rest.is_ood,
      spoken,
    });
    return true;
  });
}
