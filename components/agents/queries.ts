import { queryOptions } from "@tanstack/react-query";
import type { AgentDeletionPreviewDto } from "@/lib/features/agents/contract";
import { fetchJson } from "../data/fetch-json";

/** What will be deleted with an agent. Never cached: the user decides by it. */
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
