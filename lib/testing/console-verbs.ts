import * as agentActions from "../agents/actions";
import { listAgents } from "../agents/list-agents";
import { listResponseConfigurations } from "../agents/list-response-configurations";
import { readAgentDeletion } from "../agents/read-agent-deletion";
import { agentSweep } from "../agents/remove-deleted";
import * as keyActions from "../api-keys/actions";
import { listApiKeysInput } from "../api-keys/contract";
import { listApiKeys } from "../api-keys/list-api-keys";
import { readApiKey } from "../api-keys/read-api-key";
import { reconcileApiKeys } from "../api-keys/reconcile-api-keys";
import { exportAudit, listAudit } from "../audit/list-audit";
import { listAuditPeople } from "../audit/list-audit-people";
import * as authActions from "../auth/actions";
import { readAccount } from "../auth/read-account";
import { currentMember, requirePerson } from "../auth/session";
import * as memberActions from "../members/actions";
import { listPeopleInput } from "../members/contract";
import { createUser } from "../members/create-user";
import { listInvitations } from "../members/list-invitations";
import { listMembers } from "../members/list-members";
import * as runtimeActions from "../runtime/actions";
import { listRequestsInput } from "../usage/contract";
import { listRequests } from "../usage/list-requests";
import { listUnusedPermissions } from "../usage/list-unused-permissions";
import { readKeyTraffic, readRecentUse } from "../usage/read-key-traffic";
import { createWorkspace } from "../workspaces/create-workspace";
import { PASSWORD, type Stage, type Who } from "./console-stage";

// Every verb of the console as it is reached, and who may. The test that runs them says who is asking.

const ADMINS: Who[] = ["admin"];
const EDITORS: Who[] = ["edit", "admin"];
const READERS: Who[] = ["read", "edit", "admin"];
const MEMBERS: Who[] = ["none", "read", "edit", "admin"];
const SIGNED_IN: Who[] = ["stranger", ...MEMBERS];
const NOBODY: Who[] = [];

/** What somebody may try. */
interface Write {
  /** The file of the verb. */
  verb: string;
  may: Who[];
  act: (stage: Stage, slug: string) => Promise<unknown>;
  /** Names something of the workspace by its id, so that it can be tried from another workspace too. */
  byId?: boolean;
}

const RIGHTS = { role: "member", apiKeysAccess: "edit", configurationAccess: "edit" };
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

/** The server action → the verb behind it, who may, and an attempt that changes something when it is let. */
export const WRITES: Record<string, Write> = {
  createApiKeyAction: {
    verb: "api-keys/create-api-key",
    may: EDITORS,
    byId: true,
    act: ({ agent }, slug) =>
      keyActions.createApiKeyAction(slug, {
        name: "New",
        agents: { scope: "some", ids: [agent.id] },
        permissions: ["handoff"],
        expiresAt: inAnHour(),
      }),
  },
  editApiKeyAction: {
    verb: "api-keys/edit-api-key",
    may: EDITORS,
    byId: true,
    act: ({ key }, slug) =>
      keyActions.editApiKeyAction(slug, { id: key.id, version: 1, name: "Taken", permissions: ["handoff"] }),
  },
  deleteApiKeyAction: {
    verb: "api-keys/delete-api-key",
    may: EDITORS,
    byId: true,
    act: ({ key }, slug) => keyActions.deleteApiKeyAction(slug, { id: key.id }),
  },
  deleteApiKeysAction: {
    verb: "api-keys/delete-api-keys",
    may: EDITORS,
    byId: true,
    act: ({ key }, slug) => keyActions.deleteApiKeysAction(slug, { ids: [key.id] }),
  },
  rotateApiKeyAction: {
    verb: "api-keys/rotate-api-key",
    may: EDITORS,
    byId: true,
    act: ({ key }, slug) =>
      keyActions.rotateApiKeyAction(slug, { id: key.id, name: "Successor", expiresAt: inAnHour() }),
  },
  createAgentAction: {
    verb: "agents/create-agent",
    may: ADMINS,
    act: (_, slug) => agentActions.createAgentAction(slug, { name: "New agent" }),
  },
  renameAgentAction: {
    verb: "agents/rename-agent",
    may: ADMINS,
    byId: true,
    act: ({ agent }, slug) => agentActions.renameAgentAction(slug, { id: agent.id, name: "Renamed" }),
  },
  migrateAgentAction: {
    verb: "agents/migrate-agent",
    may: ADMINS,
    byId: true,
    act: ({ old }, slug) => agentActions.migrateAgentAction(slug, { id: old.id }),
  },
  configureAgentAction: {
    verb: "agents/configure-agent",
    may: EDITORS,
    byId: true,
    act: ({ agent }, slug) => agentActions.configureAgentAction(slug, { id: agent.id, transcript: true }),
  },
  deleteAgentAction: {
    verb: "agents/delete-agent",
    may: ADMINS,
    byId: true,
    act: async ({ agent }, slug) => {
      const told = await agentActions.deleteAgentAction(slug, { id: agent.id });
      await agentSweep().settled();
      return told;
    },
  },
  makeRuntimeTokenAction: {
    verb: "runtime/make-runtime-token",
    may: ADMINS,
    byId: true,
    act: ({ agent }, slug) => runtimeActions.makeRuntimeTokenAction(slug, { id: agent.id }),
  },
  inviteMemberAction: {
    verb: "members/invite-member",
    may: ADMINS,
    act: (_, slug) => memberActions.inviteMemberAction(slug, { email: "new@example.com", ...RIGHTS }),
  },
  revokeInvitationAction: {
    verb: "members/revoke-invitation",
    may: ADMINS,
    byId: true,
    act: ({ invitation }, slug) => memberActions.revokeInvitationAction(slug, { id: invitation.id }),
  },
  changeMemberAction: {
    verb: "members/change-member",
    may: ADMINS,
    byId: true,
    act: ({ victim }, slug) => memberActions.changeMemberAction(slug, { userId: victim.userId, ...RIGHTS }),
  },
  removeMemberAction: {
    verb: "members/remove-member",
    may: ADMINS,
    byId: true,
    act: ({ victim }, slug) => memberActions.removeMemberAction(slug, { userId: victim.userId }),
  },
  leaveWorkspaceAction: {
    verb: "members/leave-workspace",
    may: MEMBERS,
    act: (_, slug) => memberActions.leaveWorkspaceAction(slug),
  },
  endSessionAction: {
    verb: "auth/end-session",
    may: SIGNED_IN,
    act: ({ ownSession }) => authActions.endSessionAction({ id: ownSession?.id }),
  },
  "endSessionAction of somebody else's": {
    verb: "auth/end-session",
    may: NOBODY,
    byId: true,
    act: ({ victimSession }) => authActions.endSessionAction({ id: victimSession.id }),
  },
  endOtherSessionsAction: {
    verb: "auth/end-other-sessions",
    may: SIGNED_IN,
    act: () => authActions.endOtherSessionsAction(),
  },
  changePasswordAction: {
    verb: "auth/change-password",
    may: SIGNED_IN,
    act: () => authActions.changePasswordAction({ current: PASSWORD, next: "another long password" }),
  },
  setPasswordAction: {
    verb: "auth/change-password",
    may: SIGNED_IN,
    act: () => authActions.setPasswordAction({ current: PASSWORD, next: "another long password" }, "/"),
  },
  "changePasswordAction without the old one": {
    verb: "auth/change-password",
    may: NOBODY,
    act: () => authActions.changePasswordAction({ current: "", next: "another long password" }),
  },
  "joinAction by somebody else's invitation": {
    verb: "members/accept-invitation",
    may: NOBODY,
    act: ({ invitationToken }) => authActions.joinAction({ token: invitationToken, password: PASSWORD }),
  },
  "createUser, which is on the command line only": {
    verb: "members/create-user",
    may: ADMINS,
    act: async (_, slug) =>
      createUser(await currentMember(slug), {
        email: "new@example.com",
        name: "New",
        role: "admin",
        apiKeysAccess: "read",
        configurationAccess: "read",
      }),
  },
  "createWorkspace, which is on the command line only": {
    verb: "workspaces/create-workspace",
    may: NOBODY,
    act: async (_, slug) => createWorkspace(await currentMember(slug), { name: "Another" }),
  },
  "reconcileApiKeys, which is on the command line only": {
    verb: "api-keys/reconcile-api-keys",
    may: EDITORS,
    byId: true,
    act: async ({ key }, slug) =>
      reconcileApiKeys(await currentMember(slug), deletionOf(key.id), { remove: true }),
  },
};

/** What an export of the audit tells of a key that was deleted. */
async function* deletionOf(targetId: string) {
  yield {
    at: "2026-11-01T00:00:00.000Z",
    action: "api_key.deleted",
    targetId,
    targetName: "",
    actorName: "",
  };
}

interface Read {
  may: Who[];
  /** What the workspace's GET handler or page runs. */
  read: (slug: string, stage: Stage) => Promise<unknown>;
}

export const READS: Record<string, Read> = {
  "api-keys/list-api-keys": {
    may: READERS,
    read: async (slug) => listApiKeys(await currentMember(slug), listApiKeysInput.parse({})),
  },
  "api-keys/read-api-key": {
    may: READERS,
    read: async (slug, { key }) => readApiKey(await currentMember(slug), key.id),
  },
  "usage/list-requests": {
    may: READERS,
    read: async (slug, { key }) =>
      listRequests(await currentMember(slug), key.id, listRequestsInput.parse({})),
  },
  "usage/read-key-traffic": {
    may: READERS,
    read: async (slug, { key }) => readKeyTraffic(await currentMember(slug), key.id),
  },
  "usage/read-key-traffic, of some keys": {
    may: READERS,
    read: async (slug, { key }) => readRecentUse(await currentMember(slug), { ids: [key.id] }),
  },
  "usage/list-unused-permissions": {
    may: READERS,
    read: async (slug, { key }) => listUnusedPermissions(await currentMember(slug), key),
  },
  "agents/list-agents": { may: MEMBERS, read: async (slug) => listAgents(await currentMember(slug)) },
  "agents/list-response-configurations": {
    may: READERS,
    read: async (slug) => listResponseConfigurations(await currentMember(slug)),
  },
  "agents/read-agent-deletion": {
    may: ADMINS,
    read: async (slug, { agent }) => readAgentDeletion(await currentMember(slug), { id: agent.id }),
  },
  "members/list-members": {
    may: MEMBERS,
    read: async (slug) => listMembers(await currentMember(slug), listPeopleInput.parse({})),
  },
  "members/list-invitations": {
    may: MEMBERS,
    read: async (slug) => listInvitations(await currentMember(slug), listPeopleInput.parse({})),
  },
  "audit/list-audit": {
    may: READERS,
    read: async (slug) => listAudit(await currentMember(slug), { cursor: null }),
  },
  "audit/list-audit, as a file": {
    may: READERS,
    read: async (slug) => {
      const pages = [];
      for await (const page of exportAudit(await currentMember(slug), {})) pages.push(page);
      return pages;
    },
  },
  "audit/list-audit-people": {
    may: READERS,
    read: async (slug) => listAuditPeople(await currentMember(slug)),
  },
  "auth/read-account": { may: SIGNED_IN, read: async () => readAccount(await requirePerson()) },
};
