import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { db } from "@/db/client/client";
import { acquireEmbedded, type EmbeddedServer } from "@/db/embedded/server";
import { selectAgent } from "@/db/queries/agents";
import { selectWorkspace } from "@/db/queries/workspaces";
import { environment, readSettings } from "@/lib/core/env";
import { seedSampleData } from "@/lib/demo/sample-data/seed-sample-data";
import type { RuntimeActor } from "@/lib/features/actor";
import { deleteApiKey } from "@/lib/features/api-keys/delete-api-key";
import { generateSecret } from "@/lib/features/api-keys/secret";
import { createUser } from "@/lib/features/members/create-user";
import { startConversationInput } from "@/lib/features/runtime/contract";
import { issueEventId } from "@/lib/features/runtime/issue-event-id";
import { recordHandoff } from "@/lib/features/runtime/record-handoff";
import { startConversation } from "@/lib/features/runtime/start-conversation";
import { prepareDatabase } from "@/lib/server/database";
import { makeKey } from "@/testing/fixtures";

/** The database of the measurements, filled through the product's use cases. */
export interface BenchSeed {
  dataDir: string;
  connection: EmbeddedServer["connection"];
  workspace: { id: string; slug: string };
  agent: { id: string; slug: string };
  /** A key with all permissions, a deleted one, one that expires within a second, and many that were never created. */
  secrets: { good: string; deleted: string; expired: string; unknown: string[] };
  handoff: { conversationId: string; body: string };
  /** One for each of many conversations: events of one conversation wait for each other. */
  eventIds: string[];
  /** Path and fragment of an admin's one-time sign-in link. */
  signInLink: string;
  close(): Promise<void>;
}

const CONVERSATIONS = 64;
const HANDOFF_DATA = { caller: { name: "Ada", room: "412" }, topic: "late check-out", tries: 2 };
const HANDOFF = { destination: "front desk", reason: "asked for a person", data: HANDOFF_DATA };

export async function createBenchDatabase(): Promise<BenchSeed> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "agent-studio-bench-"));
  // As root, PostgreSQL runs as another user, who needs access to this folder.
  await chmod(dataDir, 0o755);
  const settings = readSettings({
    ...environment(),
    DATABASE_URL: "",
    STUDIO_DATA: dataDir,
    LOG_LEVEL: "warn",
  });
  const server = await acquireEmbedded({ dataDir, report: () => {} });
  const studio = await prepareDatabase(settings, () => {}, { create: true });
  await seedSampleData(() => {});
  const workspace = await selectWorkspace(db(), "harbour-hotels");
  const agent = workspace && (await selectAgent(db(), workspace.id, "front-desk-uk"));
  if (!workspace || !agent) throw new Error("The sample workspace or its agent is missing.");
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
  const handoffJson = JSON.stringify(HANDOFF_DATA);
  await recordHandoff(runtime, "bench-0", HANDOFF, handoffJson);

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
    dataDir,
    connection: server.connection,
    workspace,
    agent,
    secrets: {
      good: good.secret,
      deleted: deleted.secret,
      expired: expired.secret,
      unknown: Array.from({ length: CONVERSATIONS }, () => generateSecret().secret),
    },
    handoff: { conversationId: "bench-0", body: `{"id":"bench-0","data":${handoffJson}}` },
    eventIds,
    signInLink: admin.link ?? "",
    close: async () => {
      await studio.close();
      await server.release();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
