import { queryOptions } from "@tanstack/react-query";
import type { ResponseConfigurationDto } from "@/lib/features/agents/contract";
import { fetchJson } from "../data/fetch-json";

type Fetcher = (signal: AbortSignal) => Promise<ResponseConfigurationDto[]>;

/** The response configurations of a workspace's agents; the server prefetches with the same options. */
export const configurationsQueryOptions = (
  workspace: string,
  fetchAll: Fetcher = configurationsFetcher(workspace),
) =>
  queryOptions({
    queryKey: ["response-configurations", workspace],
    queryFn: ({ signal }) => fetchAll(signal),
  });

const configurationsFetcher =
  (workspace: string): Fetcher =>
  (signal) =>
    fetchJson(`/${workspace}/data/response-configurations`, signal);
