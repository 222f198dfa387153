import { expect, test } from "vitest";
import type { OperatorActor } from "@/lib/features/actor";
import { createAgent } from "@/lib/features/agents/create-agent";
import { createSignInLink } from "@/lib/features/members/create-sign-in-link";
import { inviteMember } from "@/lib/features/members/invite-member";
import { removeMember } from "@/lib/features/members/remove-member";
import { revokeInvitation } from "@/lib/features/members/revoke-invitation";
import { createRuntimeToken } from "@/lib/features/runtime/create-runtime-token";
import { createWorkspace } from "@/lib/features/workspaces/create-workspace";
import { makeAgent, makeMember, makeWorkspace } from "@/testing/fixtures";
import { listAudit } from "./list-audit";

/** The newest entry of a workspace, as somebody reads it. */
async function newestEntry(workspaceId: string) {
  const reader: OperatorActor = { kind: "operator", workspaceId, name: "reader" };
  const [entry] = (await listAudit(reader, { cursor: null })).entries;
  return entry;
}

test("a workspace that is made says so, with its slug", async () => {
  const operator: OperatorActor = { kind: "operator", workspaceId: "", name: "root" };
  const { id, slug, name } = await createWorkspace(operator, { name: "Harbour" });
  expect(await newestEntry(id)).toMatchObject({
    action: "workspace.created",
    ...{ actorKind: "operator", actorName: "root" },
    ...{ targetKind: "workspace", targetId: id, targetName: name },
    changes: { slug: { new: slug } },
  });
});

test("what an admin does to agents, members and invitations stands there under their name and address", async () => {
  const { workspaceId } = await makeWorkspace();
  const ada = await makeMember({ workspaceId }, { role: "admin" });
  const by = { actorKind: "member", actorName: ada.name, address: ada.ipAddress };

  const agent = await createAgent(ada, { name: "Front desk", conversationsApi: "v3" });
  const ofAgent = { targetKind: "agent", targetId: agent.id, targetName: "Front desk" };
  expect(await newestEntry(workspaceId)).toMatchObject({ action: "agent.created", ...by, ...ofAgent });

  const { token } = await createRuntimeToken(ada, agent.id);
  const made = await newestEntry(workspaceId);
  expect(made).toMatchObject({ action: "agent.token_made", ...by, ...ofAgent });
  expect(JSON.stringify(made)).not.toContain(token.slice(8));

  const rights = { role: "member", apiKeysAccess: "edit", configurationAccess: "none" } as const;
  const { invitation } = await inviteMember(ada, {
    email: `${agent.id}@example.com`.toLowerCase(),
    ...rights,
  });
  await revokeInvitation(ada, { id: invitation.id });
  expect(await newestEntry(workspaceId)).toMatchObject({
    action: "invitation.revoked",
    ...by,
    ...{ targetKind: "invitation", targetId: invitation.id, targetName: invitation.email },
  });

  const access = { api_keys: "edit", response_configuration: "none" } as const;
  const bob = await makeMember({ workspaceId }, { role: "member", access });
  await removeMember(ada, { userId: bob.userId });
  expect(await newestEntry(workspaceId)).toMatchObject({
    action: "member.removed",
    ...by,
    ...{ targetKind: "member", targetId: bob.userId, targetName: bob.name },
    changes: {
      role: { old: "member" },
      apiKeysAccess: { old: "edit" },
      configurationAccess: { old: "none" },
    },
  });
});

test("a sign-in link that an operator makes stands in the workspaces of whom it is for, without its token", async () => {
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
