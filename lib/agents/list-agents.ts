import { reader } from "@/db/client";
import { selectAgents } from "@/db/queries/agents";
import type { Actor } from "../actor";
import type { AgentDto } from "./contract";
import { toAgentDto } from "./to-dto";

/** The workspace's agents, by name. Every member may see which there are. */
export async function listAgents(actor: Actor): Promise<AgentDto[]> {
  return (await selectAgents(reader(), actor.workspaceId)).map(toAgentDto);
}
