import { queryOptions } from "@tanstack/react-query";
import type { AgentDeletionPreviewDto } from "@/lib/features/agents/contract";
import { fetchJson } from "../data/fetch-json";

/** What would go with an agent. Asked anew each time: it is the ground of a decision. */
export const agentDeletionQueryOptions = (workspace: string, agentId: string) =>
  queryOptions({
    queryKey: ["agent-deletion", workspace, agentId],
    queryFn: ({ signal }) =>
      fetchJson<AgentDeletionPreviewDto>(
        `/${workspace}/data/agents/${encodeURIComponent(agentId)}/deletion`,
        signal,
      ),
    staleTime: 0,
    gcTime: 0,
  });
