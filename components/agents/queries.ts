import { queryOptions } from "@tanstack/react-query";
import type { AgentDeletionDto } from "@/lib/agents/contract";
import { getJson } from "../get-json";

/** What would go with an agent. Asked anew each time: it is the ground of a decision. */
export const deletionQuery = (workspace: string, agentId: string) =>
  queryOptions({
    queryKey: ["agent-deletion", workspace, agentId],
    queryFn: ({ signal }) =>
      getJson<AgentDeletionDto>(`/${workspace}/data/agents/${encodeURIComponent(agentId)}/deletion`, signal),
    staleTime: 0,
    gcTime: 0,
  });
