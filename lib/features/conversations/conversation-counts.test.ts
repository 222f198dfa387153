import { expect, test } from "vitest";
import { pool } from "@/db/client/client";
import { deleteAgent } from "@/lib/features/agents/delete-agent";
import { agentPurger } from "@/lib/features/agents/purge-deleted-agents";
import { startConversationInput } from "@/lib/features/runtime/contract";
import { startConversation } from "@/lib/features/runtime/start-conversation";
import { makeAgent, makeWorkspace, seedConversations } from "@/testing/fixtures";

const BASE_CONVERSATION = { environment: "live", channel: "VOICE-SIP" };

/** The stored counts, and the actual number of rows. */
async function counts(agentId: string): Promise<{ kept: number; there: number; slots: number }> {
  const { rows } = await pool().query(
    `select (select coalesce(sum(conversations), 0)::int from conversation_counts where agent_id = $1) as kept,
      (select count(*)::int from conversation_counts where agent_id = $1) as slots,
      (select count(*)::int from conversations where agent_id = $1) as there`,
    [agentId],
  );
  return rows[0];
}

test("counts each call once if it starts concurrently, twice or during an import", async () => {
  const actor = await makeWorkspace();
  const { id: agentId } = await makeAgent(actor);
  const runtime = { kind: "runtime", workspaceId: actor.workspaceId, agentId } as const;
  const begin = (id: string) =>
    startConversation(runtime, startConversationInput.parse({ ...BASE_CONVERSATION, id }));
  const imported = Array.from({ length: 40 }, (_, n) => ({ id: `imported-${n}`, metrics: { TOPIC: "x" } }));
  await Promise.all([
    ...Array.from({ length: 120 }, (_, n) => begin(`call-${n % 100}`)),
    seedConversations(actor, agentId, imported),
    seedConversations(actor, agentId, imported.toReversed()),
  ]);
  expect(await counts(agentId)).toMatchObject({ kept: 140, there: 140 });
});

test("completes concurrent imports of the same conversations in different orders", async () => {
  const actor = await makeWorkspace();
  const { id: agentId } = await makeAgent(actor);
  for (const round of [1, 2, 3]) {
    const conversations = Array.from({ length: 300 }, (_, n) => ({
      id: `${round}-${n}`,
      metrics: { TOPIC: "x" },
    }));
    await Promise.all(
      [0, 1, 2, 3].map((n) =>
        seedConversations(actor, agentId, n % 2 ? conversations.toReversed() : conversations),
      ),
    );
  }
  expect(await counts(agentId)).toMatchObject({ kept: 900, there: 900 });
});

test("deleting an agent deletes its counts and keeps those of other agents", async () => {
  const actor = await makeWorkspace();
  const [deleted, kept] = [await makeAgent(actor), await makeAgent(actor)];
  const some = Array.from({ length: 700 }, (_, n) => ({ id: `c-${n}` }));
  await seedConversations(actor, deleted.id, some);
  await seedConversations(actor, kept.id, some.slice(0, 3));
  await deleteAgent(actor, { id: deleted.id });
  await agentPurger().idle();
  expect(await counts(deleted.id)).toEqual({ kept: 0, there: 0, slots: 0 });
  expect(await counts(kept.id)).toMatchObject({ kept: 3, there: 3 });
});
