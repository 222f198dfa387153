import { AppError } from "@/lib/core/errors";

export type Access = "none" | "read" | "edit";
export type Resource = "api_keys" | "response_configuration";

/** A user signed in to the console, as a member of one workspace. */
export interface MemberActor {
  kind: "member";
  workspaceId: string;
  userId: string;
  name: string;
  email: string;
  role: "admin" | "member";
  access: Record<Resource, Access>;
  /** The client's IP address as the server determined it; null outside a request. */
  ipAddress: string | null;
}

/** A signed-in user outside of any workspace: for their own account, such as their sessions. */
export interface UserActor {
  kind: "user";
  userId: string;
  name: string;
  email: string;
  /** The session of the current request. */
  sessionId: string;
  ipAddress: string | null;
}

/** Someone with access to the server's command line. */
export interface OperatorActor {
  kind: "operator";
  workspaceId: string;
  name: string;
}

/** The server itself, for sample data and retention. */
export interface SystemActor {
  kind: "system";
  workspaceId: string;
}

/** An agent's runtime, authenticated by its token. It can write only its own agent's conversations. */
export interface RuntimeActor {
  kind: "runtime";
  workspaceId: string;
  agentId: string;
}

/** Who acts in a workspace. Verbs take the workspace from the actor only, never from their input. */
export type Actor = MemberActor | OperatorActor | SystemActor;

const ACTOR_NAMES = { system: "Agent Studio", runtime: "The agent's runtime" };

/** The actor's display name. */
export const actorName = (actor: Actor | RuntimeActor): string =>
  "name" in actor ? actor.name : ACTOR_NAMES[actor.kind];

const ACCESS_LEVELS: readonly string[] = ["none", "read", "edit"] satisfies Access[];

/**
 * The actor's access to a kind of resource. Admins and operators have full access. An access level that only a newer version
 * knows means no access.
 */
export function accessOf(actor: Actor, resource: Resource): Access {
  if (actor.kind !== "member" || actor.role === "admin") return "edit";
  const access = actor.access[resource];
  return ACCESS_LEVELS.includes(access) ? access : "none";
}

/**
 * Passes if the actor has the wanted access.
 * @throws AppError NOT_FOUND without any access, so that existence isn't disclosed; NOT_ALLOWED with read access only
 */
export function requireAccess(actor: Actor, resource: Resource, wanted: "read" | "edit"): void {
  const access = accessOf(actor, resource);
  if (access === "none") throw new AppError("NOT_FOUND");
  if (wanted === "edit" && access !== "edit") throw new AppError("NOT_ALLOWED");
}

/**
 * Passes for admins, operators and the system.
 * @throws AppError NOT_ALLOWED
 */
export function requireAdmin(actor: Actor): void {
  if (actor.kind === "member" && actor.role !== "admin") {
    throw new AppError("NOT_ALLOWED", "Only a workspace admin can do this.");
  }
}
