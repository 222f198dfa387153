import { expect, test } from "vitest";
import { db } from "@/db/client/client";
import { countConversations } from "@/db/queries/conversations";
import { selectAllWorkspaces } from "@/db/queries/workspaces";
import { DAY_MS } from "@/lib/core/durations";
import { listAgents } from "@/lib/features/agents/list-agents";
import { listResponseConfigurations } from "@/lib/features/agents/list-response-configurations";
import { importedConversationSchema } from "@/lib/features/conversations/contract";
import { CHAT, ENGLISH, SPANISH } from "./dialogues";
import { type ConversationStyle, sampleConversations } from "./generate-conversations";
import { seedSampleData } from "./seed-sample-data";

test("seeds an empty installation once, even if several instances start at the same time", async () => {
  await Promise.all([seedSampleData(() => {}), seedSampleData(() => {}), seedSampleData(() => {})]);
  await seedSampleData(() => {});
  const workspaces = await selectAllWorkspaces(db());
  expect(workspaces.map(({ slug }) => slug)).toEqual(["harbour-hotels"]);

  const actor = { kind: "system", workspaceId: workspaces[0]?.id ?? "" } as const;
  const agents = await listAgents(actor);
  expect(agents.length).toBeGreaterThanOrEqual(3);
  expect(agents.filter((agent) => agent.conversationsApi === "v1")).toHaveLength(1);
  const counts = await Promise.all(agents.map(({ id }) => countConversations(db(), actor.workspaceId, id)));
  expect(counts.reduce((a, b) => a + b, 0)).toBeGreaterThanOrEqual(200);
  const configurations = await listResponseConfigurations(actor);
  expect(
    new Set(configurations.map(({ metrics, transcript }) => JSON.stringify([metrics, transcript]))).size,
  ).toBe(3);
});

test("generates valid conversations over 30 days, some in progress and some handed off", () => {
  const style: ConversationStyle = {
    idPrefix: "x",
    channels: ["VOICE-SIP"],
    variants: [{ id: "v", name: "V" }],
    language: "en",
    line: "+44",
    dialogues: [...ENGLISH, ...SPANISH, ...CHAT],
  };
  const now = new Date("2026-11-23T12:00:00Z");
  const conversations = [...sampleConversations(style, 200, 7, now)].map((line) =>
    importedConversationSchema.parse(JSON.parse(line)),
  );
  const ages = conversations.map(({ started_at }) => now.getTime() - Date.parse(started_at));
  expect(Math.max(...ages)).toBeLessThanOrEqual(30 * DAY_MS);
  expect(Math.max(...ages)).toBeGreaterThan(28 * DAY_MS);
  expect(Math.min(...ages)).toBeGreaterThanOrEqual(0);
  expect(conversations.filter(({ in_progress }) => in_progress)).toHaveLength(4);
  expect(conversations.filter(({ handoff }) => handoff).length).toBeGreaterThan(10);
  expect(new Set(conversations.map(({ id }) => id)).size).toBe(200);
  expect(JSON.stringify(conversations)).not.toMatch(/\{(name|room|code|date|digits|postcode)\}/);
  expect([...sampleConversations(style, 5, 7, now)]).toEqual([...sampleConversations(style, 5, 7, now)]);
});
