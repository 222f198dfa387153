import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import type { InvitationPage, ListPeopleInput, MemberDto, MemberPage } from "@/lib/members/contract";
import { getJson } from "../get-json";

type Fetcher<T> = (input: ListPeopleInput, signal: AbortSignal) => Promise<T>;

/** Everything about a workspace's people, for invalidation after a change. */
export const peopleOf = (workspace: string) => ["people", workspace] as const;

/** The members of a workspace, page by page, by name. The server prefetches by the same options. */
export const membersQuery = (
  workspace: string,
  search: string,
  fetchPage: Fetcher<MemberPage> = fetchFrom(`/${workspace}/data/members`),
) =>
  infiniteQueryOptions({
    queryKey: [...peopleOf(workspace), "members", search],
    queryFn: ({ pageParam, signal }) => fetchPage({ search, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page: MemberPage) => page.nextCursor,
    // While another search is under way the rows of the last one stay.
    placeholderData: keepPreviousData,
  });

/** The invitations that have not been accepted, page by page, newest first. */
export const invitationsQuery = (
  workspace: string,
  search: string,
  fetchPage: Fetcher<InvitationPage> = fetchFrom(`/${workspace}/data/invitations`),
) =>
  infiniteQueryOptions({
    queryKey: [...peopleOf(workspace), "invitations", search],
    queryFn: ({ pageParam, signal }) => fetchPage({ search, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page: InvitationPage) => page.nextCursor,
    placeholderData: keepPreviousData,
  });

function fetchFrom<T>(path: string): Fetcher<T> {
  return ({ search, cursor }, signal) => {
    const query = new URLSearchParams();
    if (search) query.set("search", search);
    if (cursor) query.set("cursor", cursor);
    return getJson<T>(query.size > 0 ? `${path}?${query}` : path, signal);
  };
}

const PATIENCE_MS = 15_000;

/**
 * One member as they are now; undefined when they are not a member.
 * @throws ReadError
 */
export async function readMember(workspace: string, userId: string): Promise<MemberDto | undefined> {
  const path = `/${workspace}/data/members?${new URLSearchParams({ search: userId })}`;
  const { members } = await getJson<MemberPage>(path, AbortSignal.timeout(PATIENCE_MS));
  return members.find((member) => member.userId === userId);
}
