import { randomBytes } from "node:crypto";
import { transaction } from "@/db/client";
import { insertAgent } from "@/db/queries/agents";
import { insertWorkspace } from "@/db/queries/workspaces";
import type { MemberActor, OperatorActor } from "../actor";
import { newId } from "../ids";

// Shorthand for tests: rows to begin from. What a test is about goes through the verbs.

/** A workspace of its own and the operator who acts in it. */
export async function makeWorkspace(): Promise<OperatorActor & { slug: string }> {
  const id = newId("workspace");
  const slug = `test-${randomBytes(6).toString("hex")}`;
  await transaction((tx) => insertWorkspace(tx, { id, slug, name: `Workspace ${slug}` }));
  return { kind: "operator", workspaceId: id, name: "tester", slug };
}

/** An agent of the actor's workspace. */
export async function makeAgent(
  actor: { workspaceId: string },
  options: { name?: string; conversationsApi?: "v1" | "v3" } = {},
): Promise<{ id: string; slug: string; name: string }> {
  const slug = `agent-${randomBytes(6).toString("hex")}`;
  const agent = { id: newId("agent"), slug, name: options.name ?? `Agent ${slug}` };
  await transaction((tx) =>
    insertAgent(tx, actor.workspaceId, { ...agent, conversationsApi: options.conversationsApi ?? "v3" }),
  );
  return agent;
}

/** A signed-in member with the given rights; no row in the database stands behind it. */
export function memberActor(
  workspaceId: string,
  rights: Partial<Pick<MemberActor, "role" | "access">> = {},
): MemberActor {
  return {
    kind: "member",
    workspaceId,
    userId: newId("user"),
    name: "Ada Tester",
    email: "ada@example.com",
    role: rights.role ?? "admin",
    access: rights.access ?? { api_keys: "none", response_configuration: "none" },
    address: "127.0.0.1",
  };
}
