import * as agentActions from "@/lib/features/agents/actions";
import { listAgents } from "@/lib/features/agents/list-agents";
import { listResponseConfigurations } from "@/lib/features/agents/list-response-configurations";
import { previewAgentDeletion } from "@/lib/features/agents/preview-agent-deletion";
import { agentPurger } from "@/lib/features/agents/purge-deleted-agents";
import * as keyActions from "@/lib/features/api-keys/actions";
import { listApiKeysInput } from "@/lib/features/api-keys/contract";
import { listApiKeys } from "@/lib/features/api-keys/list-api-keys";
import { listUnusedPermissions } from "@/lib/features/api-keys/list-unused-permissions";
import { readApiKey } from "@/lib/features/api-keys/read-api-key";
import { reconcileApiKeys } from "@/lib/features/api-keys/reconcile-api-keys";
import { exportAudit } from "@/lib/features/audit/export-audit";
import { listAudit } from "@/lib/features/audit/list-audit";
import { listAuditUsers } from "@/lib/features/audit/list-audit-users";
import * as authActions from "@/lib/features/auth/actions";
import { readAccount } from "@/lib/features/auth/read-account";
import { currentMember, requireUser } from "@/lib/features/auth/session";
import * as memberActions from "@/lib/features/members/actions";
import { listMembersInput } from "@/lib/features/members/contract";
import { createUser } from "@/lib/features/members/create-user";
import { listInvitations } from "@/lib/features/members/list-invitations";
import { listMembers } from "@/lib/features/members/list-members";
import * as runtimeActions from "@/lib/features/runtime/actions";
import { listRequestsInput } from "@/lib/features/usage/contract";
import { listRequests } from "@/lib/features/usage/list-requests";
import { readKeyTraffic } from "@/lib/features/usage/read-key-traffic";
import { readRecentUsage } from "@/lib/features/usage/read-recent-usage";
import { createWorkspace } from "@/lib/features/workspaces/create-workspace";
import { listWorkspaces } from "@/lib/features/workspaces/list-workspaces";
import { inAnHour } from "../fixtures";
import { type AccessMatrixSeed, type Caller, TEST_PASSWORD } from "./seed";

// Every verb of the console as the console calls it, and its allowed callers. access-matrix.test.ts runs each as every caller.

const ADMINS: Caller[] = ["admin"];
const EDITORS: Caller[] = ["edit", "admin"];
const READERS: Caller[] = ["read", "edit", "admin"];
const MEMBERS: Caller[] = ["none", "read", "edit", "admin"];
const SIGNED_IN: Caller[] = ["stranger", ...MEMBERS];
const NO_CALLERS: Caller[] = [];

interface WriteCase {
  /** The file of the verb. */
  verb: string;
  allowedCallers: Caller[];
  run: (seed: AccessMatrixSeed, slug: string) => Promise<unknown>;
  /** Takes an ID of the workspace, so that it can also be tried from another workspace. */
  byId?: boolean;
}

const ACCESS = { role: "member", apiKeysAccess: "edit", configurationAccess: "edit" };

/** By server action. `run` changes something if the caller is allowed. */
export const WRITE_CASES: Record<string, WriteCase> = {
  createApiKeyAction: {
    verb: "api-keys/create-api-key",
    allowedCallers: EDITORS,
    byId: true,
    run: ({ agent }, slug) =>
      keyActions.createApiKeyAction(slug, {
        name: "New",
        agents: { scope: "some", ids: [agent.id] },
        permissions: ["handoff"],
        expiresAt: inAnHour(),
      }),
  },
  editApiKeyAction: {
    verb: "api-keys/edit-api-key",
    allowedCallers: EDITORS,
    byId: true,
    run: ({ key }, slug) =>
      keyActions.editApiKeyAction(slug, { id: key.id, version: 1, name: "Taken", permissions: ["handoff"] }),
  },
  deleteApiKeyAction: {
    verb: "api-keys/delete-api-key",
    allowedCallers: EDITORS,
    byId: true,
    run: ({ key }, slug) => keyActions.deleteApiKeyAction(slug, { id: key.id }),
  },
  deleteApiKeysAction: {
    verb: "api-keys/delete-api-keys",
    allowedCallers: EDITORS,
    byId: true,
    run: ({ key }, slug) => keyActions.deleteApiKeysAction(slug, { ids: [key.id] }),
  },
  rotateApiKeyAction: {
    verb: "api-keys/rotate-api-key",
    allowedCallers: EDITORS,
    byId: true,
    run: ({ key }, slug) =>
      keyActions.rotateApiKeyAction(slug, { id: key.id, name: "Successor", expiresAt: inAnHour() }),
  },
  createAgentAction: {
    verb: "agents/create-agent",
    allowedCallers: ADMINS,
    run: (_, slug) => agentActions.createAgentAction(slug, { name: "New agent" }),
  },
  renameAgentAction: {
    verb: "agents/rename-agent",
    allowedCallers: ADMINS,
    byId: true,
    run: ({ agent }, slug) => agentActions.renameAgentAction(slug, { id: agent.id, name: "Renamed" }),
  },
  migrateAgentAction: {
    verb: "agents/migrate-agent",
    allowedCallers: ADMINS,
    byId: true,
    run: ({ old }, slug) => agentActions.migrateAgentAction(slug, { id: old.id }),
  },
  configureAgentAction: {
    verb: "agents/configure-agent",
    allowedCallers: EDITORS,
    byId: true,
    run: ({ agent }, slug) => agentActions.configureAgentAction(slug, { id: agent.id, transcript: true }),
  },
  deleteAgentAction: {
    verb: "agents/delete-agent",
    allowedCallers: ADMINS,
    byId: true,
    run: async ({ agent }, slug) => {
      const result = await agentActions.deleteAgentAction(slug, { id: agent.id });
      await agentPurger().idle();
      return result;
    },
  },
  createRuntimeTokenAction: {
    verb: "runtime/create-runtime-token",
    allowedCallers: ADMINS,
    byId: true,
    run: ({ agent }, slug) => runtimeActions.createRuntimeTokenAction(slug, { id: agent.id }),
  },
  inviteMemberAction: {
    verb: "members/invite-member",
    allowedCallers: ADMINS,
    run: (_, slug) => memberActions.inviteMemberAction(slug, { email: "new@example.com", ...ACCESS }),
  },
  revokeInvitationAction: {
    verb: "members/revoke-invitation",
    allowedCallers: ADMINS,
    byId: true,
    run: ({ invitation }, slug) => memberActions.revokeInvitationAction(slug, { id: invitation.id }),
  },
  changeMemberAction: {
    verb: "members/change-member",
    allowedCallers: ADMINS,
    byId: true,
    run: ({ victim }, slug) => memberActions.changeMemberAction(slug, { userId: victim.userId, ...ACCESS }),
  },
  removeMemberAction: {
    verb: "members/remove-member",
    allowedCallers: ADMINS,
    byId: true,
    run: ({ victim }, slug) => memberActions.removeMemberAction(slug, { userId: victim.userId }),
  },
  leaveWorkspaceAction: {
    verb: "members/leave-workspace",
    allowedCallers: MEMBERS,
    run: (_, slug) => memberActions.leaveWorkspaceAction(slug),
  },
  endSessionAction: {
    verb: "auth/end-session",
    allowedCallers: SIGNED_IN,
    run: ({ ownSession }) => authActions.endSessionAction({ id: ownSession?.id }),
  },
  "endSessionAction with another user's session": {
    verb: "auth/end-session",
    allowedCallers: NO_CALLERS,
    byId: true,
    run: ({ victimSession }) => authActions.endSessionAction({ id: victimSession.id }),
  },
  endOtherSessionsAction: {
    verb: "auth/end-other-sessions",
    allowedCallers: SIGNED_IN,
    run: () => authActions.endOtherSessionsAction(),
  },
  changePasswordAction: {
    verb: "auth/change-password",
    allowedCallers: SIGNED_IN,
    run: () => authActions.changePasswordAction({ current: TEST_PASSWORD, next: "another long password" }),
  },
  setPasswordAction: {
    verb: "auth/change-password",
    allowedCallers: SIGNED_IN,
    run: () => authActions.setPasswordAction({ current: TEST_PASSWORD, next: "another long password" }, "/"),
  },
  "changePasswordAction without the current password": {
    verb: "auth/change-password",
    allowedCallers: NO_CALLERS,
    run: () => authActions.changePasswordAction({ current: "", next: "another long password" }),
  },
  "joinWorkspaceAction with another user's invitation": {
    verb: "members/join-by-invitation",
    allowedCallers: NO_CALLERS,
    run: ({ invitationToken }) =>
      memberActions.joinWorkspaceAction({ token: invitationToken, password: TEST_PASSWORD }),
  },
  "createUser, on the command line only": {
    verb: "members/create-user",
    allowedCallers: ADMINS,
    run: async (_, slug) =>
      createUser(await currentMember(slug), {
        email: "new@example.com",
        name: "New",
        role: "admin",
        apiKeysAccess: "read",
        configurationAccess: "read",
      }),
  },
  "createWorkspace, on the command line only": {
    verb: "workspaces/create-workspace",
    allowedCallers: NO_CALLERS,
    run: async (_, slug) => createWorkspace(await currentMember(slug), { name: "Another" }),
  },
  "reconcileApiKeys, on the command line only": {
    verb: "api-keys/reconcile-api-keys",
    allowedCallers: EDITORS,
    byId: true,
    run: async ({ key }, slug) =>
      reconcileApiKeys(await currentMember(slug), deletionEntries(key.id), { remove: true }),
  },
};

/** The entry of a deleted key in an audit export. */
async function* deletionEntries(targetId: string) {
  yield {
    at: "2026-11-01T00:00:00.000Z",
    action: "api_key.deleted",
    targetId,
    targetName: "",
    actorName: "",
  };
}

interface ReadCase {
  allowedCallers: Caller[];
  /** What a GET handler or page of the workspace runs. */
  run: (slug: string, seed: AccessMatrixSeed) => Promise<unknown>;
}

export const READ_CASES: Record<string, ReadCase> = {
  "api-keys/list-api-keys": {
    allowedCallers: READERS,
    run: async (slug) => listApiKeys(await currentMember(slug), listApiKeysInput.parse({})),
  },
  "api-keys/read-api-key": {
    allowedCallers: READERS,
    run: async (slug, { key }) => readApiKey(await currentMember(slug), key.id),
  },
  "usage/list-requests": {
    allowedCallers: READERS,
    run: async (slug, { key }) =>
      listRequests(await currentMember(slug), key.id, listRequestsInput.parse({})),
  },
  "usage/read-key-traffic": {
    allowedCallers: READERS,
    run: async (slug, { key }) => readKeyTraffic(await currentMember(slug), key.id),
  },
  "usage/read-recent-usage": {
    allowedCallers: READERS,
    run: async (slug, { key }) => readRecentUsage(await currentMember(slug), { ids: [key.id] }),
  },
  "api-keys/list-unused-permissions": {
    allowedCallers: READERS,
    run: async (slug, { key }) => listUnusedPermissions(await currentMember(slug), key),
  },
  "agents/list-agents": {
    allowedCallers: MEMBERS,
    run: async (slug) => listAgents(await currentMember(slug)),
  },
  "agents/list-response-configurations": {
    allowedCallers: READERS,
    run: async (slug) => listResponseConfigurations(await currentMember(slug)),
  },
  "agents/preview-agent-deletion": {
    allowedCallers: ADMINS,
    run: async (slug, { agent }) => previewAgentDeletion(await currentMember(slug), { id: agent.id }),
  },
  "members/list-members": {
    allowedCallers: MEMBERS,
    run: async (slug) => listMembers(await currentMember(slug), listMembersInput.parse({})),
  },
  "members/list-invitations": {
    allowedCallers: MEMBERS,
    run: async (slug) => listInvitations(await currentMember(slug), listMembersInput.parse({})),
  },
  "audit/list-audit": {
    allowedCallers: READERS,
    run: async (slug) => listAudit(await currentMember(slug), { cursor: null }),
  },
  "audit/export-audit": {
    allowedCallers: READERS,
    run: async (slug) => (await exportAudit(await currentMember(slug), {}).next()).value,
  },
  "audit/list-audit-users": {
    allowedCallers: READERS,
    run: async (slug) => listAuditUsers(await currentMember(slug)),
  },
  // On the command line only.
  "workspaces/list-workspaces": {
    allowedCallers: NO_CALLERS,
    run: async (slug) => listWorkspaces(await currentMember(slug)),
  },
  "auth/read-account": { allowedCallers: SIGNED_IN, run: async () => readAccount(await requireUser()) },
};
