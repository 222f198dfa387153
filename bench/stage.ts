import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { reader } from "@/db/client";
import { acquireEmbedded, type EmbeddedServer } from "@/db/embedded";
import { selectAgent } from "@/db/queries/agents";
import { selectWorkspace } from "@/db/queries/workspaces";
import type { RuntimeActor } from "@/lib/actor";
import { deleteApiKey } from "@/lib/api-keys/delete-api-key";
import { makeSecret } from "@/lib/api-keys/secret";
import { openStudio } from "@/lib/boot/database";
import { environment, readSettings } from "@/lib/env";
import { createUser } from "@/lib/members/create-user";
import { startConversationInput } from "@/lib/runtime/contract";
import { issueEventId } from "@/lib/runtime/issue-event-id";
import { recordHandoff } from "@/lib/runtime/record-handoff";
import { startConversation } from "@/lib/runtime/start-conversation";
import { fillSample } from "@/lib/sample/fill-sample";
import { makeKey } from "@/lib/testing/fixtures";

/** What everything is measured on: a database of its own, filled through the product's verbs. */
export interface Stage {
  data: string;
  connection: EmbeddedServer["connection"];
  workspace: { id: string; slug: string };
  agent: { id: string; slug: string };
  /** Keys: one that may everything, one that was deleted, one that expires within a second, and many that never were. */
  secrets: { good: string; deleted: string; expired: string; unknown: string[] };
  handoff: { conversationId: string; body: string };
  /** One for each of many conversations: events of one conversation wait for each other. */
  eventIds: string[];
  /** Path and fragment of a link by which an admin signs in, once. */
  signIn: string;
  close(): Promise<void>;
}

const CONVERSATIONS = 64;
const HANDED_ON = { caller: { name: "Ada", room: "412" }, topic: "late check-out", tries: 2 };
const HANDOVER = { destination: "front desk", reason: "asked for a person", data: HANDED_ON };

export async function openStage(): Promise<Stage> {
  const data = await mkdtemp(path.join(tmpdir(), "agent-studio-bench-"));
  // Under root the database runs as somebody else, who must be able to enter.
  await chmod(data, 0o755);
  const settings = readSettings({ ...environment(), DATABASE_URL: "", STUDIO_DATA: data, LOG_LEVEL: "warn" });
  const server = await acquireEmbedded({ dataDir: data, report: () => {} });
  const studio = await openStudio(settings, () => {}, { create: true });
  await fillSample(() => {});
  const workspace = await selectWorkspace(reader(), "harbour-hotels");
  const agent = workspace && (await selectAgent(reader(), workspace.id, "front-desk-uk"));
  if (!workspace || !agent) throw new Error("The sample is not where it was.");
  const operator = { kind: "operator" as const, workspaceId: workspace.id, name: "bench" };
  const runtime: RuntimeActor = { kind: "runtime", workspaceId: workspace.id, agentId: agent.id };

  const eventIds: string[] = [];
  for (let n = 0; n < CONVERSATIONS; n++) {
    const id = `bench-${n}`;
    await startConversation(
      runtime,
      startConversationInput.parse({ id, environment: "sandbox", channel: "VOICE-SIP" }),
    );
    eventIds.push((await issueEventId(runtime, id, { send_to_llm: true })).event_id);
  }
  const handedOn = JSON.stringify(HANDED_ON);
  await recordHandoff(runtime, "bench-0", HANDOVER, handedOn);

  const good = await makeKey(operator, { name: "Bench" });
  const deleted = await makeKey(operator, { name: "Deleted" });
  const expired = await makeKey(operator, {
    name: "Expired",
    expiresAt: new Date(Date.now() + 1000).toISOString(),
  });
  const admin = await createUser(operator, {
    email: "ada@example.com",
    name: "Ada",
    role: "admin",
    apiKeysAccess: "none",
    configurationAccess: "none",
  });
  await deleteApiKey(operator, { id: deleted.key.id });
  return {
    data,
    connection: server.connection,
    workspace,
    agent,
    secrets: {
      good: good.secret,
      deleted: deleted.secret,
      expired: expired.secret,
      unknown: Array.from({ length: CONVERSATIONS }, () => makeSecret().secret),
    },
    handoff: { conversationId: "bench-0", body: `{"id":"bench-0","data":${handedOn}}` },
    eventIds,
    signIn: admin.link ?? "",
    close: async () => {
      await studio.close();
      await server.release();
      await rm(data, { recursive: true, force: true });
    },
  };
}
