import { queryOptions } from "@tanstack/react-query";
import type { InvitationDto, MemberDto } from "@/lib/members/contract";
import { getJson } from "../get-json";

type Fetcher<T> = (signal: AbortSignal) => Promise<T>;

/** Everything about a workspace's people, for invalidation after a change. */
export const peopleOf = (workspace: string) => ["people", workspace] as const;

const from =
  <T>(url: string): Fetcher<T> =>
  (signal) =>
    getJson<T>(url, signal);

/** The members of a workspace; the server prefetches by the same options. */
export const membersQuery = (
  workspace: string,
  fetchAll: Fetcher<MemberDto[]> = from(`/${workspace}/data/members`),
) =>
  queryOptions({
    queryKey: [...peopleOf(workspace), "members"],
    queryFn: ({ signal }) => fetchAll(signal),
  });

/** Who was invited and has not come yet. */
export const invitationsQuery = (
  workspace: string,
  fetchAll: Fetcher<InvitationDto[]> = from(`/${workspace}/data/invitations`),
) =>
  queryOptions({
    queryKey: [...peopleOf(workspace), "invitations"],
    queryFn: ({ signal }) => fetchAll(signal),
  });
