import { appendTurnJson, selectTurn } from "@/db/queries/live-conversations";
import { AppError } from "@/lib/core/errors";
import { parseRawMembers } from "@/lib/core/json-members";
import { isSameNumber } from "@/lib/core/json-number";
import { runInSlices } from "@/lib/core/time-slicing";
import type { RuntimeActor } from "@/lib/features/actor";
import { latencyProblem, wholeNumberProblem } from "@/lib/features/conversations/exact-numbers";
import { tokenizeTurnSteps } from "@/lib/features/conversations/tokenize";
import type { AppendTurnInput } from "./contract";
import { invalidField, withLiveConversation } from "./internal";

/**
 * Adds a turn. Turns must come in order, without gaps. Repeating the same turn at the same index changes nothing.
 * @param text the JSON text of the input, from which the latency is stored with all its digits
 * @returns true if the turn is new
 * @throws AppError RUNTIME_VALIDATION_FAILED if the index or the latency is out of range; TURN_CONFLICT,
 *   CONVERSATIONS_NOT_FOUND, CONVERSATION_ENDED
 */
export async function appendTurn(
  actor: RuntimeActor,
  id: string,
  input: AppendTurnInput,
  text: string,
): Promise<boolean> {
  const { index, latency, ...rest } = input;
  const turn = JSON.stringify(rest);
  const members = parseRawMembers(text);
  const indexProblem = wholeNumberProblem(members.get("index") ?? "", index);
  if (indexProblem) throw invalidField("index", indexProblem);
  const latencyText = latency === undefined ? "null" : (members.get("latency") ?? "null");
  const problem = latencyProblem(latencyText);
  if (problem) throw invalidField("latency", problem);
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
      if (stored?.turn === turn && isSameLatency(stored.latency, latencyText)) return false;
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

/** A latency is a number or `null`. Clients may write the same number differently when they send a turn again. */
const isSameLatency = (a: string, b: string): boolean =>
  a === b || (a !== "null" && b !== "null" && isSameNumber(a, b));
