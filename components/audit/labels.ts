import { AUDIT_ACTIONS, type AuditAction, type NON_USER_ACTORS } from "@/lib/features/audit/constants";

/**
 * The action as the rest of a sentence that starts with the actor's name; @ is the name of the target. A phrase without @
 * is about the actors themselves.
 */
const ACTION_PHRASES: Record<AuditAction, string> = {
  "workspace.created": "created the workspace @",
  "workspace.renamed": "renamed the workspace @",
  "agent.created": "created the agent @",
  "agent.renamed": "renamed the agent @",
  "agent.migrated": "migrated the agent @ to Conversations v3",
  "agent.configured": "changed response settings of @",
  "agent.token_made": "created a runtime token for the agent @",
  "api_key.created": "created the key @",
  "api_key.edited": "edited the key @",
  "api_key.rotated": "rotated the key @",
  "api_key.deleted": "deleted the key @",
  "agent.deleted": "deleted the agent @",
  "member.added": "added the member @",
  "member.invited": "invited @",
  "member.joined": "accepted an invitation",
  "member.changed": "changed the access of @",
  "member.renamed": "renamed the member @",
  "member.removed": "removed the member @",
  "member.left": "left the workspace",
  "invitation.revoked": "revoked the invitation of @",
  "user.link_made": "created a sign-in link for @",
  "user.link_used": "signed in with a link from an operator",
  "user.password_changed": "changed their password",
  "user.sessions_ended": "signed out of other sessions",
  "user.signed_out": "signed out @ on every device",
  "conversations.imported": "imported conversations into the agent @",
};

const isKnown = (action: string): action is AuditAction => Object.hasOwn(ACTION_PHRASES, action);

/** The text before and after the target's name. An unknown action, from a newer version, appears under its stored name. */
export function actionSentence(action: string): { before: string; hasTarget: boolean; after: string } {
  const [before = "", after] = (isKnown(action) ? ACTION_PHRASES[action] : `performed ${action} on @`).split(
    "@",
  );
  return { before, hasTarget: after !== undefined, after: after ?? "" };
}

/** The filter’s labels for actors that are not members. */
export const NON_USER_ACTOR_LABELS: Record<(typeof NON_USER_ACTORS)[number], string> = {
  operator: "Operators (command line)",
  system: "Agent Studio (system)",
  runtime: "Agent runtimes",
};

/** The filter’s labels for actions. */
const ACTION_LABELS: Record<AuditAction, string> = {
  "workspace.created": "Workspace created",
  "workspace.renamed": "Workspace renamed",
  "agent.created": "Agent created",
  "agent.renamed": "Agent renamed",
  "agent.migrated": "Agent migrated to v3",
  "agent.configured": "Response settings changed",
  "agent.token_made": "Runtime token created",
  "agent.deleted": "Agent deleted",
  "api_key.created": "Key created",
  "api_key.edited": "Key edited",
  "api_key.rotated": "Key rotated",
  "api_key.deleted": "Key deleted",
  "member.added": "Member added",
  "member.invited": "Member invited",
  "member.joined": "Invitation accepted",
  "member.changed": "Access changed",
  "member.renamed": "Member renamed",
  "member.removed": "Member removed",
  "member.left": "Member left",
  "invitation.revoked": "Invitation revoked",
  "user.link_made": "Sign-in link created",
  "user.link_used": "Sign-in link used",
  "user.password_changed": "Password changed",
  "user.sessions_ended": "Sessions signed out",
  "user.signed_out": "Signed out by an operator",
  "conversations.imported": "Conversations imported",
};

const actionGroup = (label: string, ...kinds: string[]) => ({
  label,
  actions: AUDIT_ACTIONS.filter((action) => kinds.includes(action.split(".")[0] ?? "")).map(
    (action) => [action, ACTION_LABELS[action]] as const,
  ),
});

/** Every action, grouped by the kind of its target. */
export const ACTION_GROUPS = [
  actionGroup("API keys", "api_key"),
  actionGroup("Agents", "agent", "conversations"),
  actionGroup("Members", "member", "invitation", "user"),
  actionGroup("Workspace", "workspace"),
];
