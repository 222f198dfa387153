import { expect, test } from "vitest";
import type { OperatorActor } from "../actor";
import { createAgent } from "../agents/create-agent";
import { inviteMember } from "../members/invite-member";
import { linkUser } from "../members/link-user";
import { removeMember } from "../members/remove-member";
import { revokeInvitation } from "../members/revoke-invitation";
import { makeRuntimeToken } from "../runtime/make-runtime-token";
import { makeAgent, makeMember, makeWorkspace } from "../testing/fixtures";
import { createWorkspace } from "../workspaces/create-workspace";
import { listAudit } from "./list-audit";

/** The newest entry of a workspace, as somebody reads it. */
async function newest(workspaceId: string) {
  const reader: OperatorActor = { kind: "operator", workspaceId, name: "reader" };
  const [entry] = (await listAudit(reader, { cursor: null })).entries;
  return entry;
}

test("a workspace that is made says so, with its slug", async () => {
  const operator: OperatorActor = { kind: "operator", workspaceId: "", name: "root" };
  const { id, slug, name } = await createWorkspace(operator, { name: "Harbour" });
  expect(await newest(id)).toMatchObject({
    action: "workspace.created",
    ...{ actorKind: "operator", actorName: "root" },
    ...{ targetKind: "workspace", targetId: id, targetName: name },
    changes: { slug: { new: slug } },
  });
});

test("what an admin does to agents, members and invitations stands there under their name and address", async () => {
  const { workspaceId } = await makeWorkspace();
  const ada = await makeMember({ workspaceId }, { role: "admin" });
  const by = { actorKind: "member", actorName: ada.name, address: ada.address };

  const agent = await createAgent(ada, { name: "Front desk", conversationsApi: "v3" });
  const ofAgent = { targetKind: "agent", targetId: agent.id, targetName: "Front desk" };
  expect(await newest(workspaceId)).toMatchObject({ action: "agent.created", ...by, ...ofAgent });

  const { token } = await makeRuntimeToken(ada, agent.id);
  const made = await newest(workspaceId);
  expect(made).toMatchObject({ action: "agent.token_made", ...by, ...ofAgent });
  expect(JSON.stringify(made)).not.toContain(token.slice(8));

  const rights = { role: "member", apiKeysAccess: "edit", configurationAccess: "none" } as const;
  const { invitation } = await inviteMember(ada, {
    email: `${agent.id}@example.com`.toLowerCase(),
    ...rights,
  });
  await revokeInvitation(ada, { id: invitation.id });
  expect(await newest(workspaceId)).toMatchObject({
    action: "invitation.revoked",
    ...by,
    ...{ targetKind: "invitation", targetId: invitation.id, targetName: invitation.email },
  });

  const access = { api_keys: "edit", response_configuration: "none" } as const;
  const bob = await makeMember({ workspaceId }, { role: "member", access });
  await removeMember(ada, { userId: bob.userId });
  expect(await newest(workspaceId)).toMatchObject({
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
  const link = await linkUser({ kind: "operator", name: "root" }, bob.email);
  const entry = await newest(one.workspaceId);
  expect(entry).toMatchObject({
    action: "user.link_made",
    ...{ actorKind: "operator", actorName: "root" },
    ...{ targetKind: "user", targetId: bob.userId, targetName: bob.name },
  });
  expect(JSON.stringify(entry)).not.toContain(link.slice(link.indexOf("#") + 1));
  expect(await newest(other.workspaceId)).toBeUndefined();
});
