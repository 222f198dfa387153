import { queryOptions } from "@tanstack/react-query";
import type { AccountDto } from "@/lib/features/auth/contract";
import { fetchJson } from "../data/fetch-json";

type Fetcher = (signal: AbortSignal) => Promise<AccountDto>;

/** The user's own account with its sessions. The server prefetches with the same options. */
export const accountQueryOptions = (fetchAccount: Fetcher = (signal) => fetchJson("/account/data", signal)) =>
  queryOptions({ queryKey: ["account"], queryFn: ({ signal }) => fetchAccount(signal) });
