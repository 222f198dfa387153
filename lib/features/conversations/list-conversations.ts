import { isCanceled } from "@/db/client/errors";
import { selectConversationsByPosition } from "@/db/queries/conversation-chunks";
import type { ConversationFilters } from "@/db/queries/conversation-filters";
import { type ConversationPageRequest, selectConversationPage } from "@/db/queries/conversation-pages";
import type { KeyAccess } from "@/db/queries/key-access-sql";
import { AppError } from "@/lib/core/errors";
import { authorizeKey, type KeyCredential } from "@/lib/features/api-keys/authorize-key";
import type { ListConversationsQuery } from "./contract";
import { type CursorPosition, cursorSignature, decodeCursor, encodeCursor } from "./page-cursor";
import { withSearchSlot } from "./search-concurrency";
import { type ConversationPage, MAX_QUERY_WORDS, searchPage } from "./search-page";
import { tokenize } from "./search-tokens";

interface ListConversationsRequest {
  key: KeyCredential;
  /** Workspace and agent in the path, or the agents that the query names; null for every agent of the key. */
  target: { account: string; agent: string } | { refs: string[] | null };
  /** The parameters, or why they cannot be used: an access problem is told before a parameter problem. */
  query: ListConversationsQuery | AppError;
}

/** Up to here a page is one statement's answer; beyond it is read and sent piece by piece. */
const MAX_UNCHUNKED = 50;
/** Conversations of a piece: as few as keep its text so small that it dies young and memory does not grow. */
const CHUNK_SIZE = 16;

/**
 * A page of the conversations that a key may see, ascending by start and id. A small page takes one round trip; of a
 * large one no more than a piece is in memory, and nothing is held open while the client reads slowly.
 * @returns the body's JSON: whole, or piece by piece as somebody takes it
 * @param disconnectSignal gives a signal for when nobody waits any more; asked only where a statement may take long
 * @throws AppError AUTH_USER_INVALID_TOKEN, ACCOUNT_NOT_FOUND, PROJECT_NOT_FOUND, USER_ACCESS_FORBIDDEN,
 *   CONVERSATIONS_V3_REQUIRED, CONVERSATIONS_VALIDATION_FAILED, GET_CONVERSATIONS_FILTER_PARSE_ERROR: the first that applies;
 *   RATE_LIMITED or UNAVAILABLE where too many searches and samples are in progress
 */
export async function listConversations(
  { key, target, query }: ListConversationsRequest,
  disconnectSignal: () => AbortSignal,
): Promise<string | AsyncIterable<string>> {
  if (query instanceof AppError) {
    authorizePage(key, await selectPage(key.secretHash, target, null), target);
    throw query;
  }
  const cursor = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
  const queryError = cursor === null ? invalidCursor() : unsupportedQuery(query);
  const filters = toFilters(query);
  const sample = query.sample === "random";
  const positionsOnly = query.limit > MAX_UNCHUNKED;
  const page: ConversationPageRequest = {
    filters,
    limit: query.limit,
    offset: cursor ? 0 : query.offset,
    // A sample has no order to continue in.
    after: sample ? null : (cursor?.position ?? null),
    includeLatency: query.include_latency,
    sample,
    positionsOnly,
  };
  const signal = positionsOnly || sample || filters.spoken ? disconnectSignal() : undefined;
  const result = await selectPage(key.secretHash, target, queryError ? null : page, signal).catch(
    async (error) => {
      // The statement that was canceled or refused would have told whose key it is, which the request log still needs.
      if (signal?.aborted || error instanceof AppError)
        authorizePage(key, await selectPage(key.secretHash, target, null), target);
      throw error;
    },
  );
  const { access, rows } = authorizePage(key, result, target);
  if (queryError) throw queryError;

  const agents = cursorAgents(access, target);
  const sign = (place: CursorPosition) => cursorSignature(access.workspaceId, agents, filters, place);
  if (cursor && cursor.signature !== sign(cursor.position)) throw cursorMismatch();

  const next = result?.next;
  // An offset counts what was found. It cannot say where a search ended that found nothing more.
  if (next && rows.length === 0 && page.offset > 0) throw offsetTooDeep();
  const nextCursor = next ? JSON.stringify(encodeCursor(sign(next), next)) : "null";
  const nextOffset = next && !cursor ? `,"next_offset":${query.offset + rows.length}` : "";
  const end = `],"cursor":${nextCursor}${nextOffset}}`;
  if (!positionsOnly) return `${RESPONSE_START}${rows.map(({ json }) => json).join(",")}${end}`;
  return pageChunks(rows, end, (places) =>
    selectConversationsByPosition(access.workspaceId, places, filters, query.include_latency),
  );
}

/** Milliseconds that a sample may take: it reads an index entry for each conversation of its time range. */
const SAMPLE_TIMEOUT_MS = 10_000;

/** Reads the page. Searches and samples take longer than lists, so they have slots of their own. */
async function selectPage(
  hash: Buffer,
  target: ListConversationsRequest["target"],
  page: ConversationPageRequest | null,
  signal?: AbortSignal,
): Promise<ConversationPage | undefined> {
  if (signal && (page?.filters.spoken || page?.sample)) {
    const select = (page: ConversationPageRequest, timeout: number) =>
      selectConversationPage(hash, target, page, { signal, timeout });
    return withSearchSlot(hash.toString("base64"), signal, async () => {
      if (!page.sample) return searchPage(page, select);
      const answer = await select(page, SAMPLE_TIMEOUT_MS).catch((error: unknown) => {
        throw isCanceled(error) ? new AppError("UNAVAILABLE", SAMPLE_TOO_SLOW) : error;
      });
      // A sample is a page of its own: there is nothing after it.
      return answer && { ...answer, next: null };
    });
  }
  const answer = await selectConversationPage(hash, target, page, page && signal ? { signal } : undefined);
  return answer && { ...answer, next: (answer.hasMore && answer.rows.at(-1)) || null };
}

const SAMPLE_TOO_SLOW =
  "The sample could not be drawn in time. Choose a shorter time range, or try again in a moment.";

const RESPONSE_START = '{"conversations":[';

/** The page with the conversations at these places; each piece is read when it is asked for. */
async function* pageChunks(
  places: ConversationPage["rows"],
  end: string,
  read: (places: ConversationPage["rows"]) => Promise<string[]>,
): AsyncGenerator<string> {
  // At once: whoever waits for a large answer learns that it comes.
  yield RESPONSE_START;
  let before = "";
  for (let at = 0; at < places.length; at += CHUNK_SIZE) {
    const conversations = await read(places.slice(at, at + CHUNK_SIZE));
    if (conversations.length === 0) continue;
    yield before + conversations.join(",");
    before = ",";
  }
  yield end;
}

const invalidCursor = () =>
  new AppError("GET_CONVERSATIONS_FILTER_PARSE_ERROR", "cursor is not one of ours. Start again without it.");
const cursorMismatch = () =>
  new AppError(
    "GET_CONVERSATIONS_FILTER_PARSE_ERROR",
    "cursor belongs to other agents or filters. Use it with those it came from, or start again without it.",
  );

const offsetTooDeep = () =>
  new AppError(
    "GET_CONVERSATIONS_FILTER_PARSE_ERROR",
    "offset lies beyond what one search examines. Continue with the cursor of the page before it.",
  );

/** What is not served yet says so plainly, once everything else is right; a search for no word at all matches nothing. */
function unsupportedQuery(query: ListConversationsQuery): AppError | null {
  if (query.query_type === "semantic") {
    return new AppError(
      "NOT_IMPLEMENTED",
      "query_type=semantic is not available yet. Use query_type=transcript.",
    );
  }
  if (!query.query_type) return null;
  const words = new Set(tokenize(query.query ?? "")).size;
  if (words === 0) {
    return new AppError(
      "GET_CONVERSATIONS_FILTER_PARSE_ERROR",
      "query holds no word. Search for letters or digits.",
    );
  }
  if (words > MAX_QUERY_WORDS) {
    return new AppError(
      "GET_CONVERSATIONS_FILTER_PARSE_ERROR",
      `query holds ${words} distinct words. Search for at most ${MAX_QUERY_WORDS}; in scripts without spaces each character counts as one.`,
    );
  }
  return null;
}

function authorizePage(
  key: KeyCredential,
  answer: ConversationPage | undefined,
  target: ListConversationsRequest["target"],
): ConversationPage {
  const refs = "agent" in target ? [target.agent] : (target.refs ?? []);
  authorizeKey(key, answer?.access, refs, "conversations");
  if (!answer) throw new AppError("AUTH_USER_INVALID_TOKEN");
  return answer;
}

/** The agents that a walk belongs to. "All" stays all when an agent is added during the walk. */
function cursorAgents(access: KeyAccess, target: ListConversationsRequest["target"]): "all" | string[] {
  if ("refs" in target && target.refs === null && access.allAgents) return "all";
  return [...new Set(access.agents.map((agent) => agent.id))].sort();
}

function toFilters(query: ListConversationsQuery): ConversationFilters {
  const channels = query.channel?.map((channel) => channel.toLowerCase());
  return {
    environment: query.client_env,
    startTime: query.start_time,
    endTime: query.end_time,
    channels: channels && {
      exact: [
        ...new Set(channels.flatMap((channel) => (channel === "chat" ? ["webchat", "chat"] : channel))),
      ].sort(),
      voice: channels.includes("voice"),
    },
    variantId: query.variant_id,
    variantName: query.variant_name,
    inProgress: query.in_progress,
    spoken:
      query.query_type === "transcript"
        ? { words: [...new Set(tokenize(query.query ?? ""))].sort(), by: query.turn_type ?? null }
        : undefined,
  };
}
