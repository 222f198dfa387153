import { transaction } from "@/db/client/client";
import { markSampleDataSeeded } from "@/db/queries/installation";
import type { SystemActor } from "@/lib/features/actor";
import { configureAgent } from "@/lib/features/agents/configure-agent";
import type { ConfigureAgentInput } from "@/lib/features/agents/contract";
import { createAgent } from "@/lib/features/agents/create-agent";
import { importConversations } from "@/lib/features/conversations/import-conversations";
import { createWorkspace } from "@/lib/features/workspaces/create-workspace";
import { CHAT, ENGLISH, SPANISH } from "./dialogues";
import { type ConversationStyle, sampleConversations } from "./generate-conversations";

interface SampleAgent {
  name: string;
  slug: string;
  conversationsApi: "v1" | "v3";
  configuration: Omit<ConfigureAgentInput, "id"> | null;
  count: number;
  style: ConversationStyle;
}

/** Four agents with different response configurations: everything on, restricted, the default, and still on v1. */
const AGENTS: SampleAgent[] = [
  {
    name: "Front desk UK",
    slug: "front-desk-uk",
    conversationsApi: "v3",
    configuration: { metrics: { mode: "all" }, transcript: true },
    count: 120,
    style: {
      idPrefix: "CAfd01",
      channels: ["VOICE-SIP", "VOICE-PSTN"],
      variants: [
        { id: "VARIANT-bristol", name: "Bristol" },
        { id: "VARIANT-leith", name: "Leith" },
      ],
      language: "en-GB",
      line: "+441174960000",
      dialogues: ENGLISH,
    },
  },
  {
    name: "Recepción Madrid",
    slug: "recepcion-madrid",
    conversationsApi: "v3",
    configuration: { metrics: { mode: "chosen", names: ["CALL_COMPLETED", "TOPIC"] }, transcript: true },
    count: 60,
    style: {
      idPrefix: "CAre02",
      channels: ["VOICE-SIP"],
      variants: [{ id: "VARIANT-madrid", name: "Madrid centro" }],
      language: "es-ES",
      line: "+34910000000",
      dialogues: SPANISH,
    },
  },
  {
    name: "Room service chat",
    slug: "room-service-chat",
    conversationsApi: "v3",
    configuration: null,
    count: 50,
    style: {
      idPrefix: "chat-",
      channels: ["WEBCHAT", "CHAT"],
      variants: [
        { id: "VARIANT-web", name: "Website" },
        { id: "VARIANT-tv", name: "Room screen" },
      ],
      language: "en-GB",
      line: "",
      dialogues: CHAT,
    },
  },
  {
    name: "Night line",
    slug: "night-line",
    conversationsApi: "v1",
    configuration: null,
    count: 20,
    style: {
      idPrefix: "CAni04",
      channels: ["VOICE-PSTN"],
      variants: [{ id: "VARIANT-night", name: "Night" }],
      language: "en-GB",
      line: "+441174960099",
      dialogues: ENGLISH,
    },
  },
];

/**
 * Adds the sample workspace to an empty installation, once: if a user deletes it, it does not come back. Contains no API
 * key, because its secret would be known.
 */
export async function seedSampleData(report: (message: string) => void): Promise<void> {
  if (!(await transaction(markSampleDataSeeded))) return;
  report("Filling the sample workspace (once).");
  const system: SystemActor = { kind: "system", workspaceId: "" };
  const workspace = await createWorkspace(system, { name: "Harbour Hotels", slug: "harbour-hotels" });
  const actor: SystemActor = { kind: "system", workspaceId: workspace.id };
  const now = new Date();
  for (const [n, { name, slug, conversationsApi, configuration, count, style }] of AGENTS.entries()) {
    const agent = await createAgent(actor, { name, slug, conversationsApi });
    await importConversations(actor, agent.id, sampleConversations(style, count, n + 1, now));
    if (configuration) await configureAgent(actor, { id: agent.id, ...configuration });
  }
}
