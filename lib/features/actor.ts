import { AppError } from "@/lib/core/errors";

export type Access = "none" | "read" | "edit";
export type Resource = "api_keys" | "response_configuration";

/** A person signed in to the console, as a member of one workspace. */
export interface MemberActor {
  kind: "member";
  workspaceId: string;
  userId: string;
  name: string;
  email: string;
  role: "admin" | "member";
  access: Record<Resource, Access>;
  /** The client's address as the server trusts it; null where there is none. */
  ipAddress: string | null;
}

/** Somebody signed in, in no workspace: for what is theirs alone, such as their sessions. */
export interface UserActor {
  kind: "person";
  userId: string;
  name: string;
  email: string;
  /** The session that they ask in. */
  sessionId: string;
  ipAddress: string | null;
}

/** Whoever runs the command line on the server's machine. */
export interface OperatorActor {
  kind: "operator";
  workspaceId: string;
  name: string;
}

/** The server itself: sample data, retention. */
export interface SystemActor {
  kind: "system";
  workspaceId: string;
}

/** An agent's runtime, known by its token. It writes its own agent's conversations and nothing else. */
export interface RuntimeActor {
  kind: "runtime";
  workspaceId: string;
  agentId: string;
}

/** Who does something in a workspace. Verbs take the workspace from here and from nowhere else. */
export type Actor = MemberActor | OperatorActor | SystemActor;

/** Those who have no name of their own. */
const ACTOR_NAMES = { system: "Agent Studio", runtime: "The agent's runtime" };

/** What people read of who did something. */
export const actorName = (actor: Actor | RuntimeActor): string =>
  "name" in actor ? actor.name : ACTOR_NAMES[actor.kind];

const ACCESS_LEVELS: readonly string[] = ["none", "read", "edit"] satisfies Access[];

/**
 * What the actor may do with a kind of thing. Admins and operators may do everything. A level of access that only a
 * newer version knows allows nothing here.
 */
export function accessOf(actor: Actor, resource: Resource): Access {
  if (actor.kind !== "member" || actor.role === "admin") return "edit";
  const access = actor.access[resource];
  return ACCESS_LEVELS.includes(access) ? access : "none";
}

/**
 * Passes when the actor may do it.
 * @throws AppError NOT_FOUND when the actor may not even know of it, NOT_ALLOWED when it may read but not edit
 */
export function requireAccess(actor: Actor, resource: Resource, wanted: "read" | "edit"): void {
  const access = accessOf(actor, resource);
  if (access === "none") throw new AppError("NOT_FOUND");
  if (wanted === "edit" && access !== "edit") throw new AppError("NOT_ALLOWED");
}

/**
 * Passes for an admin, and for whoever runs the machine.
 * @throws AppError NOT_ALLOWED
 */
export function requireAdmin(actor: Actor): void {
  if (actor.kind === "member" && actor.role !== "admin") {
    throw new AppError("NOT_ALLOWED", "Only an admin of the workspace can do this. Ask one of them.");
  }
}
