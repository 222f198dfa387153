import { isCanceled } from "@/db/client/errors";
import type {
  ConversationPageRequest,
  ConversationPage as SelectedPage,
} from "@/db/queries/conversation-pages";
import type { SearchStep } from "@/db/queries/conversation-search";
import type { KeyAccess } from "@/db/queries/key-access-sql";
import { AppError } from "@/lib/core/errors";
import type { CursorPosition } from "./page-cursor";

// Limits of one search. See docs/performance.md for the measurements.

/** Limit of distinct words in a query, because the time to examine a turn grows with them. */
export const MAX_QUERY_WORDS = 32;
/** Limit of turns that a search examines, to within one conversation. Long turns count several times. */
export const MAX_SCANNED_TURNS = 100_000;
/** Time after which a search examines no further conversations. */
const SEARCH_TIMEOUT_MS = 2000;

/** Conversations that the first statement examines per conversation in a full page, and its minimum. */
const CONVERSATIONS_PER_RESULT = 20;
const MIN_CONVERSATIONS = 200;
/** Limits of one statement, small enough to check the limits above often. */
const MAX_STEP = { conversations: 1000, turns: 5000 };
const MIN_STEP = { by: "order", conversations: 1, turns: 1 } as const;
/** Statement timeouts. A search of the word index may find nothing, so it gets only part of the total time. */
const STATEMENT_TIMEOUT_MS = { order: 3000, index: 1000 };

/** A page: its conversations, and the position that the next page continues after; null on the last page. */
export interface ConversationPage {
  access: KeyAccess;
  rows: SelectedPage["rows"];
  next: CursorPosition | null;
}

/**
 * Searches the transcripts for a page of conversations, within the limits above.
 *
 * Frequent words are found by scanning the next conversations in list order. If those do not fill the page, the word index
 * is searched, which returns few conversations if the words are rare. If it would return many, the scan continues. A
 * search that reaches a limit returns the page it has, even an empty one, and the position where it stopped.
 * @param examine runs one step of the search with a timeout in milliseconds
 * @returns undefined if the key is unknown, deleted or expired
 * @throws AppError UNAVAILABLE if not even one conversation could be examined in time
 */
export async function searchPage(
  page: ConversationPageRequest,
  examine: (page: ConversationPageRequest, timeout: number) => Promise<SelectedPage | undefined>,
): Promise<ConversationPage | undefined> {
  const end = performance.now() + SEARCH_TIMEOUT_MS;
  const first = Math.max(MIN_CONVERSATIONS, CONVERSATIONS_PER_RESULT * page.limit);
  let step: SearchStep = { ...MAX_STEP, conversations: Math.min(first, MAX_STEP.conversations), by: "order" };
  let indexTried = false;
  let turnsLeft = MAX_SCANNED_TURNS;
  let { offset } = page;
  let found: ConversationPage | undefined;

  for (;;) {
    const rows = found?.rows ?? [];
    const search = { ...step, turns: Math.min(step.turns, turnsLeft) };
    const rest = { limit: page.limit - rows.length, offset, after: found?.next ?? page.after };
    const result = await examine({ ...page, ...rest, search }, STATEMENT_TIMEOUT_MS[step.by]).catch(
      nullIfCanceled,
    );
    if (result === undefined) return undefined;
    if (result) {
      const { access, searchProgress } = result;
      rows.push(...result.rows);
      if (!searchProgress) return { access, rows, next: rows.at(-1) ?? null };
      if (searchProgress.final) return { access, rows, next: null };
      if (searchProgress.place) found = { access, rows, next: searchProgress.place };
      offset = Math.max(0, offset - searchProgress.matches);
      turnsLeft -= searchProgress.turns;
    } else if (!found) {
      if (step === MIN_STEP) throw new AppError("UNAVAILABLE", SEARCH_TOO_SLOW);
      step = MIN_STEP;
      continue;
    }
    if (found && (turnsLeft <= 0 || performance.now() >= end)) return found;
    // If the index matches too many conversations or times out, the scan continues.
    const indexFailed = step.by === "index" && (!result || result.searchProgress?.tooMany);
    step = { ...MAX_STEP, by: indexTried && (indexFailed || step.by === "order") ? "order" : "index" };
    indexTried = true;
  }
}

const SEARCH_TOO_SLOW = "The search took too long because the database is busy. Try again in a moment.";

function nullIfCanceled(error: unknown): null {
  if (isCanceled(error)) return null;
  throw error;
}
