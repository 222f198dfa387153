import type { KeyAccess } from "@/db/queries/agent-access";
import { type PageAnswer, type PageFilters, selectConversationPage } from "@/db/queries/conversation-pages";
import { AppError } from "../errors";
import { requireKeyAccess } from "../key-access";
import type { ListConversationsQuery } from "./contract";
import { readCursor, sealOf, writeCursor } from "./page-cursor";
import { wordsOf } from "./words";

interface Request {
  /** SHA-256 of the presented key. */
  secretHash: Buffer;
  /** Workspace and agent in the path, or the agents that the query names; null for every agent of the key. */
  target: { account: string; agent: string } | { refs: string[] | null };
  /** The parameters, or why they cannot be used: an access problem is told before a parameter problem. */
  query: ListConversationsQuery | AppError;
}

interface Answer {
  /** Whose request it was, for the usage buffer. */
  keyId: string;
  workspaceId: string;
  /** The body's JSON. */
  body: string;
}

/**
 * A page of the conversations that a key may see, ascending by start and id, in one round trip.
 * @throws AppError AUTH_USER_INVALID_TOKEN, ACCOUNT_NOT_FOUND, PROJECT_NOT_FOUND, USER_ACCESS_FORBIDDEN,
 *   CONVERSATIONS_V3_REQUIRED, CONVERSATIONS_VALIDATION_FAILED, GET_CONVERSATIONS_FILTER_PARSE_ERROR: the first that applies
 */
export async function listConversations({ secretHash, target, query }: Request): Promise<Answer> {
  if (query instanceof AppError) {
    requireConversations(await selectConversationPage(secretHash, target, null), target);
    throw query;
  }
  const cursor = query.cursor === undefined ? undefined : readCursor(query.cursor);
  const unusable = cursor === null ? CURSOR_UNREADABLE() : notServed(query);
  const filters = toFilters(query);
  const answer = await selectConversationPage(
    secretHash,
    target,
    unusable
      ? null
      : {
          filters,
          limit: query.limit,
          offset: cursor ? 0 : query.offset,
          after: cursor?.place ?? null,
          includeLatency: query.include_latency,
          sample: query.sample === "random",
        },
  );
  const { access, rows } = requireConversations(answer, target);
  if (unusable) throw unusable;

  const seal = sealOf(access.workspaceId, agentsOf(access, target), filters);
  if (cursor && cursor.seal !== seal) throw CURSOR_FOREIGN();

  const last = rows.at(-1);
  // A sample is a page of its own: there is nothing after it.
  const more = answer?.more && !query.sample;
  const next = more && last ? JSON.stringify(writeCursor(seal, last)) : "null";
  const nextOffset = more && !cursor ? `,"next_offset":${query.offset + rows.length}` : "";
  const body = `{"conversations":[${rows.map((row) => row.json).join(",")}],"cursor":${next}${nextOffset}}`;
  return { keyId: access.keyId, workspaceId: access.workspaceId, body };
}

const CURSOR_UNREADABLE = () =>
  new AppError("GET_CONVERSATIONS_FILTER_PARSE_ERROR", "cursor is not one of ours. Start again without it.");
const CURSOR_FOREIGN = () =>
  new AppError(
    "GET_CONVERSATIONS_FILTER_PARSE_ERROR",
    "cursor belongs to other agents or filters. Use it with those it came from, or start again without it.",
  );

/** What is not served yet says so plainly, once everything else is right; a search for no word at all matches nothing. */
function notServed(query: ListConversationsQuery): AppError | null {
  if (query.query_type === "semantic") {
    return new AppError(
      "NOT_IMPLEMENTED",
      "query_type=semantic is not available yet. Use query_type=transcript.",
    );
  }
  if (query.query_type && wordsOf(query.query ?? "").length === 0) {
    return new AppError(
      "GET_CONVERSATIONS_FILTER_PARSE_ERROR",
      "query holds no word. Search for letters or digits.",
    );
  }
  return null;
}

function requireConversations(answer: PageAnswer | undefined, target: Request["target"]): PageAnswer {
  const refs = "agent" in target ? [target.agent] : (target.refs ?? []);
  requireKeyAccess(answer?.access, refs, "Conversations data");
  if (!answer) throw new AppError("AUTH_USER_INVALID_TOKEN");
  return answer;
}

/** The agents that a walk belongs to. "All" stays all when an agent is added during the walk. */
function agentsOf(access: KeyAccess, target: Request["target"]): "all" | string[] {
  if ("refs" in target && target.refs === null && access.allAgents) return "all";
  return [...new Set(access.agents.map((agent) => agent.id))].sort();
}

function toFilters(query: ListConversationsQuery): PageFilters {
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
        ? { words: [...new Set(wordsOf(query.query ?? ""))].sort(), by: query.turn_type ?? null }
        : undefined,
  };
}
