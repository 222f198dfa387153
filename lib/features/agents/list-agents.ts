import { db } from "@/db/client/client";
import { selectAgents } from "@/db/queries/agents";
import { sortByName } from "@/lib/core/name-order";
import type { Actor } from "@/lib/features/actor";
import type { AgentDto } from "./contract";
import { toAgentDto } from "./internal";

/** The workspace's agents, sorted by name. Every member may list them. */
export async function listAgents(actor: Actor): Promise<AgentDto[]> {
  return sortByName(await selectAgents(db(), actor.workspaceId)).map(toAgentDto);
}
