import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { z } from "zod";
import { parseInput } from "@/lib/core/parse-input";
import type { Actor } from "@/lib/features/actor";
import { configureAgent } from "@/lib/features/agents/configure-agent";
import { configureAgentInput, createAgentInput, renameAgentInput } from "@/lib/features/agents/contract";
import { createAgent } from "@/lib/features/agents/create-agent";
import { renameAgent } from "@/lib/features/agents/rename-agent";
import {
  createApiKeyInput,
  editApiKeyInput,
  listApiKeysPageInput,
  rotateApiKeyInput,
} from "@/lib/features/api-keys/contract";
import { createApiKey } from "@/lib/features/api-keys/create-api-key";
import { editApiKey } from "@/lib/features/api-keys/edit-api-key";
import { rotateApiKey } from "@/lib/features/api-keys/rotate-api-key";
import { auditFilters } from "@/lib/features/audit/contract";
import { parseAuditCsv } from "@/lib/features/audit/csv";
import { createFirstAdminInput } from "@/lib/features/auth/contract";
import { acceptInvitationInput, createUserInput } from "@/lib/features/members/contract";
import { recentUsageInput } from "@/lib/features/usage/contract";
import { createWorkspaceInput } from "@/lib/features/workspaces/contract";
import { createWorkspace } from "@/lib/features/workspaces/create-workspace";
import { inAnHour, makeAgent, makeKey, makeWorkspace } from "./fixtures";

// Text that PostgreSQL cannot store: a NUL character, and half of a surrogate pair. jsonb rejects the latter too; text would store
// a replacement character.

const UNSUPPORTED = ["a\u0000b", "a\ud800b", "b\udc00"];
const expiresAt = inAnHour();

async function seed() {
  const actor = await makeWorkspace();
  return { actor, agent: await makeAgent(actor), key: (await makeKey(actor)).key };
}
type Seed = Awaited<ReturnType<typeof seed>>;

/** Parses the input and calls the use case, as a server action does. */
const act =
  <S extends z.ZodType>(
    schema: S,
    verb: (actor: Actor, input: z.output<S>) => Promise<unknown>,
    input: (text: string, seeded: Seed) => unknown,
  ) =>
  async (text: string, seeded: Seed) =>
    verb(seeded.actor, parseInput(schema, input(text, seeded)));

test.each<[string, string, (text: string, seeded: Seed) => Promise<unknown>]>([
  [
    "an agent's new name",
    "name",
    act(renameAgentInput, renameAgent, (name, { agent }) => ({ id: agent.id, name })),
  ],
  ["a new agent's name", "name", act(createAgentInput, createAgent, (name) => ({ name }))],
  [
    "a metric",
    "metrics",
    act(configureAgentInput, configureAgent, (name, { agent }) => ({
      id: agent.id,
      metrics: { mode: "chosen", names: ["TOPIC", name] },
    })),
  ],
  [
    "a key's new name",
    "name",
    act(editApiKeyInput, editApiKey, (name, { key }) => ({
      id: key.id,
      version: 1,
      name,
      permissions: ["handoff"],
    })),
  ],
  [
    "a new key's name",
    "name",
    act(createApiKeyInput, createApiKey, (name) => ({
      name,
      agents: { scope: "all" },
      permissions: ["handoff"],
      expiresAt,
    })),
  ],
  [
    "a successor's name",
    "name",
    act(rotateApiKeyInput, rotateApiKey, (name, { key }) => ({ id: key.id, name, expiresAt })),
  ],
  ["an id", "id", act(rotateApiKeyInput, rotateApiKey, (id) => ({ id, name: "x", expiresAt }))],
  ["a workspace's name", "name", act(createWorkspaceInput, createWorkspace, (name) => ({ name }))],
])("rejects unsupported characters in %s with an error at its field", async (_, field, attempt) => {
  const seeded = await seed();
  for (const text of UNSUPPORTED) {
    await expect(attempt(text, seeded), JSON.stringify(text)).rejects.toMatchObject({
      code: "INPUT_INVALID",
      fields: { [field]: expect.any(String) },
    });
  }
});

test.each<[string, z.ZodType, Record<string, unknown>]>([
  ["name", createUserInput, { email: "ada@example.com", role: "member" }],
  ["name", acceptInvitationInput, { token: "t", password: "twelve characters" }],
  ["token", acceptInvitationInput, { name: "Ada", password: "twelve characters" }],
  ["password", acceptInvitationInput, { token: "t", name: "Ada" }],
  [
    "workspace",
    createFirstAdminInput,
    { token: "t", name: "Ada", email: "ada@example.com", password: "twelve characters" },
  ],
  ["cursor", listApiKeysPageInput, {}],
])("rejects unsupported characters in the field %s", (field, schema, others) => {
  for (const text of UNSUPPORTED) {
    expect(() => parseInput(schema, { ...others, [field]: text })).toThrow(
      expect.objectContaining({ code: "INPUT_INVALID", fields: { [field]: expect.any(String) } }),
    );
  }
});

test.each<[string, z.ZodType, Record<string, unknown>]>([
  ["name", createAgentInput, {}],
  ["name", createApiKeyInput, { agents: { scope: "all" }, permissions: ["handoff"], expiresAt }],
  ["name", createWorkspaceInput, {}],
  ["name", acceptInvitationInput, { token: "t", password: "twelve characters" }],
  ["email", createUserInput, { name: "Ada", role: "member" }],
])("rejects a secret in the field %s", (field, schema, others) => {
  const secret = `ask_${"k2".repeat(24)}k`;
  for (const text of [secret, `CRM ${secret.slice(0, 40)}`, `art_${"T4-x".repeat(4)}${"Ab1".repeat(9)}`]) {
    const value = field === "email" ? `${text}@example.com` : text;
    expect(() => parseInput(schema, { ...others, [field]: value })).toThrow(
      expect.objectContaining({ fields: { [field]: expect.stringMatching(/^This contains a key/) } }),
    );
  }
});

test("rejects unsupported characters in lists and in plain strings", () => {
  expect(() => parseInput(recentUsageInput, { ids: ["a", "\ud800"] })).toThrow(
    expect.objectContaining({ fields: { ids: expect.any(String) } }),
  );
  expect(() => parseInput(z.string(), "\u0000", "LINK_NOT_VALID")).toThrow(
    expect.objectContaining({ code: "LINK_NOT_VALID" }),
  );
  expect(parseInput(z.string(), "𝕏 naïve")).toBe("𝕏 naïve");
});

test("ignores unsupported characters in a page's query string, and rejects them in a CSV file", async () => {
  for (const text of UNSUPPORTED)
    expect(auditFilters.parse({ target: text, person: text })).toMatchObject({ target: "", person: "" });
  const csv = "time,actor,action,target_id,target\n2026-11-24T10:00:00Z,Ada,agent.renamed,a\u0000,x\n";
  const acts = parseAuditCsv(Readable.from([csv]));
  await expect(acts.next()).rejects.toMatchObject({ code: "INPUT_INVALID" });
});
