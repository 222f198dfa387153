import { AUDIT_ACTIONS, type AuditAction, type NON_USER_ACTORS } from "@/lib/features/audit/constants";

/**
 * What was done, as the rest of a sentence that begins with who did it; @ stands for what it was done to. Without it the
 * person did it to themselves, and their name is there already.
 */
const ACTION_PHRASES: Record<AuditAction, string> = {
  "workspace.created": "created the workspace @",
  "agent.created": "created the agent @",
  "agent.renamed": "renamed the agent @",
  "agent.migrated": "migrated the agent @ to Conversations v3",
  "agent.configured": "configured the agent @",
  "agent.token_made": "made a runtime token for the agent @",
  "api_key.created": "created the key @",
  "api_key.edited": "edited the key @",
  "api_key.rotated": "made a successor for the key @",
  "api_key.deleted": "deleted the key @",
  "agent.deleted": "deleted the agent @",
  "member.added": "added the member @",
  "member.invited": "invited @",
  "member.joined": "joined by invitation",
  "member.changed": "changed the access of @",
  "member.removed": "removed the member @",
  "member.left": "left the workspace",
  "invitation.revoked": "revoked the invitation of @",
  "user.link_made": "made a sign-in link for @",
  "user.link_used": "signed in by an operator’s link",
  "user.password_changed": "changed their password",
  "user.sessions_ended": "ended sessions of their own",
  "conversations.imported": "imported conversations of the agent @",
};

const isKnown = (action: string): action is AuditAction => Object.hasOwn(ACTION_PHRASES, action);

/**
 * The sentence around what was done to: without a target where there is none to name. An action that only a newer
 * version knows is named as it is stored.
 */
export function actionSentence(action: string): { before: string; named: boolean; after: string } {
  const [before = "", after] = (isKnown(action) ? ACTION_PHRASES[action] : `performed ${action} on @`).split(
    "@",
  );
  return { before, named: after !== undefined, after: after ?? "" };
}

/** Those who act without being a member, as the filter calls them. */
export const NON_USER_ACTOR_LABELS: Record<(typeof NON_USER_ACTORS)[number], string> = {
  operator: "Operators (command line)",
  system: "Agent Studio itself",
  runtime: "Agents’ runtimes",
};

/** What was done, as a choice of its own. */
const ACTION_LABELS: Record<AuditAction, string> = {
  "workspace.created": "Workspace created",
  "agent.created": "Agent created",
  "agent.renamed": "Agent renamed",
  "agent.migrated": "Agent migrated to v3",
  "agent.configured": "Response configuration changed",
  "agent.token_made": "Runtime token made",
  "agent.deleted": "Agent deleted",
  "api_key.created": "Key created",
  "api_key.edited": "Key edited",
  "api_key.rotated": "Key rotated",
  "api_key.deleted": "Key deleted",
  "member.added": "Member added",
  "member.invited": "Invited",
  "member.joined": "Joined by invitation",
  "member.changed": "Access changed",
  "member.removed": "Member removed",
  "member.left": "Left the workspace",
  "invitation.revoked": "Invitation revoked",
  "user.link_made": "Sign-in link made",
  "user.link_used": "Sign-in link used",
  "user.password_changed": "Password changed",
  "user.sessions_ended": "Sessions ended",
  "conversations.imported": "Conversations imported",
};

const actionGroup = (label: string, ...kinds: string[]) => ({
  label,
  actions: AUDIT_ACTIONS.filter((action) => kinds.includes(action.split(".")[0] ?? "")).map(
    (action) => [action, ACTION_LABELS[action]] as const,
  ),
});

/** Every action, by what it is done to. */
export const ACTION_GROUPS = [
  actionGroup("API keys", "api_key"),
  actionGroup("Agents", "agent", "conversations"),
  actionGroup("People", "member", "invitation", "user"),
  actionGroup("Workspace", "workspace"),
];
