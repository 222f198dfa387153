import { expect, test } from "vitest";
import type { OperatorActor } from "@/lib/features/actor";
import { createAgent } from "@/lib/features/agents/create-agent";
import { createSignInLink } from "@/lib/features/members/create-sign-in-link";
import { createUser } from "@/lib/features/members/create-user";
import { inviteMember } from "@/lib/features/members/invite-member";
import { removeMember } from "@/lib/features/members/remove-member";
import { revokeInvitation } from "@/lib/features/members/revoke-invitation";
import { createRuntimeToken } from "@/lib/features/runtime/create-runtime-token";
import { createWorkspace } from "@/lib/features/workspaces/create-workspace";
import { makeAgent, makeMember, makeWorkspace } from "@/testing/fixtures";
import { listAudit } from "./list-audit";

/** The newest audit entry of a workspace. */
async function newestEntry(workspaceId: string) {
  const reader: OperatorActor = { kind: "operator", workspaceId, name: "reader" };
  const [entry] = (await listAudit(reader, { cursor: null })).entries;
  return entry;
}

test("records the creation of a workspace with its slug", async () => {
  const operator: OperatorActor = { kind: "operator", workspaceId: "", name: "root" };
  const { id, slug, name } = await createWorkspace(operator, { name: "Harbour" });
  expect(await newestEntry(id)).toMatchObject({
    action: "workspace.created",
    ...{ actorKind: "operator", actorName: "root" },
    ...{ targetKind: "workspace", targetId: id, targetName: name },
    changes: { slug: { new: slug } },
  });
});

test("records actions on agents, members and invitations with the admin's name and IP address", async () => {
  const { workspaceId } = await makeWorkspace();
  const ada = await makeMember({ workspaceId }, { role: "admin" });
  const actor = { actorKind: "member", actorName: ada.name, address: ada.ipAddress };

  const agent = await createAgent(ada, { name: "Front desk", conversationsApi: "v3" });
  const target = { targetKind: "agent", targetId: agent.id, targetName: "Front desk" };
  expect(await newestEntry(workspaceId)).toMatchObject({ action: "agent.created", ...actor, ...target });

  const { token } = await createRuntimeToken(ada, agent.id);
  const created = await newestEntry(workspaceId);
  expect(created).toMatchObject({ action: "agent.token_made", ...actor, ...target });
  expect(JSON.stringify(created)).not.toContain(token.slice(8));

  const invited = { role: "member", apiKeysAccess: "edit", configurationAccess: "none" } as const;
  const { invitation } = await inviteMember(ada, {
    email: `${agent.id}@example.com`.toLowerCase(),
    ...invited,
  });
  await revokeInvitation(ada, { id: invitation.id });
  expect(await newestEntry(workspaceId)).toMatchObject({
    action: "invitation.revoked",
    ...actor,
    ...{ targetKind: "invitation", targetId: invitation.id, targetName: invitation.email },
  });

  const joan = await createUser(ada, {
    email: `joan-${agent.id}@example.com`.toLowerCase(),
    name: "Joan",
    ...invited,
  });
  expect(await newestEntry(workspaceId)).toMatchObject({
    action: "member.added",
    ...actor,
    ...{ targetKind: "member", targetId: joan.id, targetName: "Joan" },
    changes: {
      role: { new: "member" },
      apiKeysAccess: { new: "edit" },
      configurationAccess: { new: "none" },
    },
  });

  const access = { api_keys: "edit", response_configuration: "none" } as const;
  const bob = await makeMember({ workspaceId }, { role: "member", access });
  await removeMember(ada, { userId: bob.userId });
  expect(await newestEntry(workspaceId)).toMatchObject({
    action: "member.removed",
    ...actor,
    ...{ targetKind: "member", targetId: bob.userId, targetName: bob.name },
    changes: {
      role: { old: "member" },
      apiKeysAccess: { old: "edit" },
      configurationAccess: { old: "none" },
    },
  });
});

test("records an operator's sign-in link in the user's workspaces, without its token", async () => {
  const [one, other] = [await makeWorkspace(), await makeWorkspace()];
  const bob = await makeMember(one, { role: "member" });
  await makeAgent(other);
  const link = await createSignInLink({ kind: "operator", name: "root" }, bob.email);
  const entry = await newestEntry(one.workspaceId);
  expect(entry).toMatchObject({
    action: "user.link_made",
    ...{ actorKind: "operator", actorName: "root" },
    ...{ targetKind: "user", targetId: bob.userId, targetName: bob.name },
  });
  expect(JSON.stringify(entry)).not.toContain(link.slice(link.indexOf("#") + 1));
  expect(await newestEntry(other.workspaceId)).toBeUndefined();
});
