import { queryOptions } from "@tanstack/react-query";
import type { AccountDto } from "@/lib/auth/contract";
import { getJson } from "../get-json";

type Fetcher = (signal: AbortSignal) => Promise<AccountDto>;

/** One's own account with its sessions; the server prefetches by the same options. */
export const accountQuery = (fetchIt: Fetcher = (signal) => getJson("/account/data", signal)) =>
  queryOptions({ queryKey: ["account"], queryFn: ({ signal }) => fetchIt(signal) });
