import { queryOptions } from "@tanstack/react-query";
import type { ResponseConfigurationDto } from "@/lib/agents/contract";
import { getJson } from "../get-json";

type Fetcher = (signal: AbortSignal) => Promise<ResponseConfigurationDto[]>;

/** The response configurations of a workspace's agents; the server prefetches by the same options. */
export const configurationsQuery = (workspace: string, fetchAll: Fetcher = fetchFrom(workspace)) =>
  queryOptions({
    queryKey: ["response-configurations", workspace],
    queryFn: ({ signal }) => fetchAll(signal),
  });

const fetchFrom =
  (workspace: string): Fetcher =>
  (signal) =>
    getJson(`/${workspace}/data/response-configurations`, signal);
