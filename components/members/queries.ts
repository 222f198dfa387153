import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import type {
  InvitationPage,
  ListMembersInput,
  MemberDto,
  MemberPage,
} from "@/lib/features/members/contract";
import { fetchJson } from "../data/fetch-json";

type Fetcher<T> = (input: ListMembersInput, signal: AbortSignal) => Promise<T>;

/** Everything about a workspace's people, for invalidation after a change. */
export const membersQueryKey = (workspace: string) => ["people", workspace] as const;

/** The members of a workspace, page by page, by name. The server prefetches by the same options. */
export const membersQueryOptions = (
  workspace: string,
  search: string,
  fetchPage: Fetcher<MemberPage> = pageFetcher(`/${workspace}/data/members`),
) =>
  infiniteQueryOptions({
    queryKey: [...membersQueryKey(workspace), "members", search],
    queryFn: ({ pageParam, signal }) => fetchPage({ search, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page: MemberPage) => page.nextCursor,
    // While another search is under way the rows of the last one stay.
    placeholderData: keepPreviousData,
  });

/** The invitations that have not been accepted, page by page, newest first. */
export const invitationsQueryOptions = (
  workspace: string,
  search: string,
  fetchPage: Fetcher<InvitationPage> = pageFetcher(`/${workspace}/data/invitations`),
) =>
  infiniteQueryOptions({
    queryKey: [...membersQueryKey(workspace), "invitations", search],
    queryFn: ({ pageParam, signal }) => fetchPage({ search, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page: InvitationPage) => page.nextCursor,
    placeholderData: keepPreviousData,
  });

function pageFetcher<T>(path: string): Fetcher<T> {
  return ({ search, cursor }, signal) => {
    const query = new URLSearchParams();
    if (search) query.set("search", search);
    if (cursor) query.set("cursor", cursor);
    return fetchJson<T>(query.size > 0 ? `${path}?${query}` : path, signal);
  };
}

const FETCH_TIMEOUT_MS = 15_000;

/**
 * One member as they are now; undefined when they are not a member.
 * @throws ReadError
 */
export async function fetchMember(workspace: string, userId: string): Promise<MemberDto | undefined> {
  const path = `/${workspace}/data/members?${new URLSearchParams({ search: userId })}`;
  const { members } = await fetchJson<MemberPage>(path, AbortSignal.timeout(FETCH_TIMEOUT_MS));
  return members.find((member) => member.userId === userId);
}
