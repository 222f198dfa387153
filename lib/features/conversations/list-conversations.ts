import { isCanceled } from "@/db/client/errors";
import { selectConversationsByPosition } from "@/db/queries/conversation-chunks";
import type { ConversationFilters } from "@/db/queries/conversation-filters";
import { type ConversationPageRequest, selectConversationPage } from "@/db/queries/conversation-pages";
import { AppError } from "@/lib/core/errors";
import { type Parsed, unwrap } from "@/lib/core/parsed";
import { authorizeKey, type KeyCredential } from "@/lib/features/api-keys/authorize-key";
import type { ListConversationsQuery } from "./contract";
import { decodeCursor } from "./page-cursor";
import { withSearchSlot } from "./search-concurrency";
import { type ConversationPage, MAX_QUERY_WORDS, searchPage } from "./search-page";
import { tokenize } from "./tokenize";
import { type ConversationsTarget, cursorsOf, remainingTarget } from "./walk";

interface ListConversationsRequest {
  key: KeyCredential;
  target: ConversationsTarget;
  /** Unwrapped after the access check, so access errors take precedence. */
  query: Parsed<ListConversationsQuery>;
}

/** A page of up to this size is read in one statement. A larger page is read and sent in chunks. */
const MAX_UNCHUNKED = 50;
/** Conversations in a chunk: few enough that its text is garbage-collected young and memory does not grow. */
const CHUNK_SIZE = 16;

/**
 * Lists a page of the conversations that a key may read, ordered by start time and ID. A small page takes one round trip.
 * Of a large page, only one chunk is in memory at a time, and no connection or transaction stays open while the client
 * reads slowly.
 * @param disconnectSignal returns a signal for the client's disconnect; called only if a statement may take long
 * @returns the response body's JSON: the whole text, or chunks that are read as the client takes them
 * @throws AppError the first that applies of AUTH_USER_INVALID_TOKEN, ACCOUNT_NOT_FOUND, PROJECT_NOT_FOUND,
 *   USER_ACCESS_FORBIDDEN, CONVERSATIONS_V3_REQUIRED, CONVERSATIONS_VALIDATION_FAILED,
 *   GET_CONVERSATIONS_FILTER_PARSE_ERROR; RATE_LIMITED or UNAVAILABLE if too many searches and samples are in progress
 */
export async function listConversations(
  { key, target, query: parsedQuery }: ListConversationsRequest,
  disconnectSignal: () => AbortSignal,
): Promise<string | AsyncIterable<string>> {
  // Without a page to read, the statement checks access only.
  if (!parsedQuery.ok) authorizePage(key, await selectPage(key.secretHash, target, null), target);
  const query = unwrap(parsedQuery);
  const cursor = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
  const queryError = cursor === null ? invalidCursor() : unsupportedQuery(query);
  const filters = toFilters(query);
  const sample = query.sample === "random";
  const positionsOnly = query.limit > MAX_UNCHUNKED;
  const page: ConversationPageRequest = {
    filters,
    limit: query.limit,
    offset: cursor ? 0 : query.offset,
    // A sample has no order, so no cursor continues it.
    after: sample ? null : (cursor?.position ?? null),
    includeLatency: query.include_latency,
    sample,
    positionsOnly,
  };
  const signal = positionsOnly || sample || filters.spoken ? disconnectSignal() : undefined;
  const select = (of: ConversationsTarget) =>
    selectPage(key.secretHash, of, queryError ? null : page, signal).catch(async (error) => {
      // The request log needs the key's owner, which the canceled or rejected statement did not return.
      if (signal?.aborted || error instanceof AppError)
        authorizePage(key, await selectPage(key.secretHash, of, null), of);
      throw error;
    });
  let result = await select(target);
  const remaining = cursor && remainingTarget(cursor, target, result?.access);
  if (remaining) result = await select(remaining);
  const { access, rows } = authorizePage(key, result, remaining ?? target);
  if (queryError) throw queryError;

  const cursors = cursorsOf(access, target, filters, cursor);
  if (cursor && !(await cursors.isValid(cursor))) throw cursorMismatch();

  const next = result?.next;
  // An offset counts results, so it cannot express where a search stopped that found no more.
  if (next && rows.length === 0 && page.offset > 0) throw offsetTooDeep();
  const nextCursor = next ? JSON.stringify(cursors.encode(next)) : "null";
  const nextOffset = next && !cursor ? `,"next_offset":${query.offset + rows.length}` : "";
  const end = `],"cursor":${nextCursor}${nextOffset}}`;
  if (!positionsOnly) return `${RESPONSE_START}${rows.map(({ json }) => json).join(",")}${end}`;
  return pageChunks(rows, end, (positions) =>
    selectConversationsByPosition(access.workspaceId, positions, filters, query.include_latency),
  );
}

/** Milliseconds that a sample may take. It reads an index entry for each conversation in its time range. */
const SAMPLE_TIMEOUT_MS = 10_000;

/** Reads the page. Searches and samples take longer than lists, so their number is limited. */
async function selectPage(
  hash: Buffer,
  target: ConversationsTarget,
  page: ConversationPageRequest | null,
  signal?: AbortSignal,
): Promise<ConversationPage | undefined> {
  if (signal && (page?.filters.spoken || page?.sample)) {
    const select = (page: ConversationPageRequest, timeout: number) =>
      selectConversationPage(hash, target, page, { signal, timeout });
    return withSearchSlot(hash.toString("base64"), signal, async () => {
      if (!page.sample) return searchPage(page, select);
      const sample = await select(page, SAMPLE_TIMEOUT_MS).catch((error: unknown) => {
        throw isCanceled(error) ? new AppError("UNAVAILABLE", SAMPLE_TOO_SLOW) : error;
      });
      // A sample has no next page.
      return sample && { ...sample, next: null };
    });
  }
  const result = await selectConversationPage(hash, target, page, page && signal ? { signal } : undefined);
  return result && { ...result, next: (result.hasMore && result.rows.at(-1)) || null };
}

const SAMPLE_TOO_SLOW = "The sample took too long. Use a shorter time range, or try again in a moment.";

const RESPONSE_START = '{"conversations":[';

/** Yields the page with the conversations at these positions, reading each chunk on demand. */
async function* pageChunks(
  positions: ConversationPage["rows"],
  end: string,
  read: (positions: ConversationPage["rows"]) => Promise<string[]>,
): AsyncGenerator<string> {
  // Sent before anything is read, so the client sees that the response has started.
  yield RESPONSE_START;
  let before = "";
  for (let at = 0; at < positions.length; at += CHUNK_SIZE) {
    const conversations = await read(positions.slice(at, at + CHUNK_SIZE));
    if (conversations.length === 0) continue;
    yield before + conversations.join(",");
    before = ",";
  }
  yield end;
}

const invalidCursor = () =>
  new AppError("GET_CONVERSATIONS_FILTER_PARSE_ERROR", "cursor is not valid. Retry without it.");
const cursorMismatch = () =>
  new AppError(
    "GET_CONVERSATIONS_FILTER_PARSE_ERROR",
    "cursor belongs to other agents or filters. Use the original ones, or retry without the cursor.",
  );

const offsetTooDeep = () =>
  new AppError(
    "GET_CONVERSATIONS_FILTER_PARSE_ERROR",
    "offset is beyond what one search can examine. Continue with the previous page's cursor instead.",
  );

/** The error for a valid query that we cannot run: semantic search, or a search without words or with too many. */
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
      "query contains no word. Search for letters or digits.",
    );
  }
  if (words > MAX_QUERY_WORDS) {
    return new AppError(
      "GET_CONVERSATIONS_FILTER_PARSE_ERROR",
      `query contains ${words} distinct words. Use at most ${MAX_QUERY_WORDS}. In scripts without spaces, each character counts as a word.`,
    );
  }
  return null;
}

function authorizePage(
  key: KeyCredential,
  page: ConversationPage | undefined,
  target: ConversationsTarget,
): ConversationPage {
  const refs = "agent" in target ? [target.agent] : (target.refs ?? []);
  authorizeKey(key, page?.access, refs, "conversations");
  if (!page) throw new AppError("AUTH_USER_INVALID_TOKEN");
  return page;
}

/** The filters of a query. A cursor's signature covers their JSON, so their names change only with its version. */
export function toFilters(query: ListConversationsQuery): ConversationFilters {
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
