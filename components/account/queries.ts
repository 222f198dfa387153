import { queryOptions } from "@tanstack/react-query";
import type { AccountDto } from "@/lib/features/auth/contract";
import { fetchJson } from "../data/fetch-json";

type Fetcher = (signal: AbortSignal) => Promise<AccountDto>;

/** One's own account with its sessions; the server prefetches by the same options. */
export const accountQueryOptions = (fetchIt: Fetcher = (signal) => fetchJson("/account/data", signal)) =>
  queryOptions({ queryKey: ["account"], queryFn: ({ signal }) => fetchIt(signal) });
