import { infiniteQueryOptions, keepPreviousData } from "@tanstack/react-query";
import type {
  InvitationPage,
  ListMembersInput,
  MemberDto,
  MemberPage,
} from "@/lib/features/members/contract";
import { fetchJson } from "../data/fetch-json";

type Fetcher<T> = (input: ListMembersInput, signal: AbortSignal) => Promise<T>;

/** The prefix of all queries of members and invitations. */
export const membersQueryKey = (workspace: string) => ["members", workspace] as const;

/** The members of a workspace by name, in pages. The server prefetches with the same options. */
export const membersQueryOptions = (
  workspace: string,
  search: string,
  fetchPage: Fetcher<MemberPage> = pageFetcher(`/${workspace}/data/members`),
) =>
  infiniteQueryOptions({
    queryKey: [...membersQueryKey(workspace), "list", search],
    queryFn: ({ pageParam, signal }) => fetchPage({ search, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page: MemberPage) => page.nextCursor,
    // Keeps the rows of the previous search until the next one has loaded.
    placeholderData: keepPreviousData,
  });

/** The invitations, newest first, in pages. */
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
 * Fetches the current state of a member; undefined if they are not a member.
 * @throws FetchError
 */
export async function fetchMember(workspace: string, userId: string): Promise<MemberDto | undefined> {
  const path = `/${workspace}/data/members?${new URLSearchParams({ search: userId })}`;
  const { members } = await fetchJson<MemberPage>(path, AbortSignal.timeout(FETCH_TIMEOUT_MS));
  return members.find((member) => member.userId === userId);
}
