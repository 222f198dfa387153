import { db } from "@/db/client/client";
import { selectAgentIds } from "@/db/queries/agents";
import type { KeyAccess } from "@/db/queries/key-access-sql";
import {
  type Cursor,
  type CursorPosition,
  type CursorWalk,
  cursorSignature,
  encodeCursor,
  fingerprint,
  joinFingerprints,
  MAX_CURSOR_LENGTH,
  splitFingerprints,
} from "./page-cursor";

/** The workspace and agent in the path, or the agents in the query; null for all agents of the key. */
export type ConversationsTarget = { account: string; agent: string } | { refs: string[] | null };

/** The agents that a request covers. For "all", a cursor stays valid when an agent is added between two pages. */
function agentsOf(access: KeyAccess, target: ConversationsTarget): "all" | string[] {
  if ("refs" in target && target.refs === null && access.allAgents) return "all";
  return [...new Set(access.agents.map((agent) => agent.id))].sort();
}

/**
 * Writes and checks the cursors of a request.
 * @param cursor the request's cursor, whose walk the next cursor continues
 */
export function cursorsOf(
  access: KeyAccess,
  target: ConversationsTarget,
  filters: unknown,
  cursor: Cursor | null | undefined,
) {
  const agents = agentsOf(access, target);
  const walk = cursor ? cursor.walk : startWalk(agents, target);
  const sign = (position: CursorPosition, of = walk) =>
    cursorSignature(access.workspaceId, of ?? agents, filters, position);
  return {
    /** True if the request's cursor belongs to its agents and filters. */
    isValid: async ({ signature, position }: Cursor): Promise<boolean> =>
      signature === sign(position) && (!walk || (await continues(walk, access.workspaceId, agents))),
    encode(position: CursorPosition): string {
      const encoded = encodeCursor({ signature: sign(position), position, walk });
      if (encoded.length <= MAX_CURSOR_LENGTH) return encoded;
      // Too many agents to remember: such a walk ends when one of them is deleted.
      return encodeCursor({ signature: sign(position, undefined), position });
    },
  };
}

function startWalk(agents: "all" | string[], target: ConversationsTarget): CursorWalk | undefined {
  if (agents === "all" || agents.length < 2) return undefined;
  const refs = "refs" in target ? (target.refs ?? []) : [];
  return {
    agents: joinFingerprints(agents),
    names: joinFingerprints(refs.filter((ref) => !agents.includes(ref))),
  };
}

/** True if the agents are those at the start of the walk, except for any that have been deleted. */
async function continues(walk: CursorWalk, workspaceId: string, agents: "all" | string[]): Promise<boolean> {
  if (agents === "all") return false;
  const missing = splitFingerprints(walk.agents);
  if (!agents.every((id) => missing.delete(fingerprint(id)))) return false;
  if (missing.size === 0) return true;
  const existing = await selectAgentIds(db(), workspaceId);
  return !existing.some((id) => missing.has(fingerprint(id)));
}

/**
 * The agents that are left of a walk whose request names a deleted agent. An agent is known to be deleted if the walk started
 * with one of that name, and there is none now, or another one.
 * @returns undefined if nothing changes: no agent is missing, one is unknown to the walk, or none is left
 */
export function remainingTarget(
  cursor: Cursor,
  target: ConversationsTarget,
  access: KeyAccess | undefined,
): ConversationsTarget | undefined {
  if (!cursor.walk || !access || !("refs" in target) || target.refs === null) return undefined;
  const started = splitFingerprints(cursor.walk.agents);
  const names = splitFingerprints(cursor.walk.names);
  const isOther = ({ id, ref }: { id: string; ref: string }) =>
    names.has(fingerprint(ref)) && !started.has(fingerprint(id));
  const known = new Set(access.agents.filter((agent) => !isOther(agent)).map(({ ref }) => ref));
  const missing = target.refs.filter((ref) => !known.has(ref));
  const isNamed = (ref: string) => started.has(fingerprint(ref)) || names.has(fingerprint(ref));
  if (missing.length === 0 || !missing.every(isNamed)) return undefined;
  // Without any name, the list would cover every agent of the key.
  return known.size === 0 ? undefined : { refs: target.refs.filter((ref) => known.has(ref)) };
}
