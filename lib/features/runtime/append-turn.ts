import { appendTurnJson, selectTurn } from "@/db/queries/live-conversations";
import { AppError } from "@/lib/core/errors";
import { runInSlices } from "@/lib/core/time-slicing";
import type { RuntimeActor } from "@/lib/features/actor";
import { tokenizeTurnSteps } from "@/lib/features/conversations/tokenize";
import type { AppendTurnInput } from "./contract";
import { withLiveConversation } from "./internal";

/**
 * Adds a turn. Turns must come in order, without gaps. Repeating the same turn at the same index changes nothing.
 * @returns true if the turn is new
 * @throws AppError TURN_CONFLICT, CONVERSATIONS_NOT_FOUND, CONVERSATION_ENDED
 */
export async function appendTurn(actor: RuntimeActor, id: string, input: AppendTurnInput): Promise<boolean> {
  const { index, latency, ...rest } = input;
  const turn = JSON.stringify(rest);
  const latencyText = JSON.stringify(latency ?? null);
  // Runs before the transaction, because tokenizing a long turn takes several steps and must not keep a lock or connection.
  const spoken = await runInSlices(tokenizeTurnSteps(rest));
  return withLiveConversation(actor, id, async (tx, { turnCount }) => {
    if (index > turnCount) {
      throw new AppError(
        "TURN_CONFLICT",
        `The next turn is ${turnCount}. Send turns in order, without gaps.`,
      );
    }
    if (index < turnCount) {
      const stored = await selectTurn(tx, actor.workspaceId, actor.agentId, id, index);
      if (stored?.turn === turn && stored.latency === latencyText) return false;
      throw new AppError("TURN_CONFLICT", `Turn ${index} already exists with different content.`);
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
