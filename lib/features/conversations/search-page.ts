import { isCanceled } from "@/db/client/errors";
import type {
  ConversationPageRequest,
  ConversationPage as SelectedPage,
} from "@/db/queries/conversation-pages";
import type { SearchStep } from "@/db/queries/conversation-search";
import type { KeyAccess } from "@/db/queries/key-access-sql";
import { AppError } from "@/lib/core/errors";
import type { CursorPosition } from "./page-cursor";

// Limits of one search. docs/performance.md has the measurements behind them.

/** Distinct words of a query: the time to examine a turn grows with them. */
export const MAX_QUERY_WORDS = 32;
/** Turns that a search examines, give or take one conversation. Long turns count several times. */
export const MAX_SCANNED_TURNS = 100_000;
/** Milliseconds after which a search examines no more. */
const SEARCH_TIMEOUT_MS = 2000;

/** Conversations that the first statement examines for each that the page may have, and at least. */
const CONVERSATIONS_PER_RESULT = 20;
const MIN_CONVERSATIONS = 200;
/** What one statement examines at most: little enough that the limits above are noticed in time. */
const MAX_STEP = { conversations: 1000, turns: 5000 };
const MIN_STEP = { by: "order", conversations: 1, turns: 1 } as const;
/** Milliseconds for a statement. The index of words can be asked in vain, so it gets less than the whole search. */
const STATEMENT_TIMEOUT_MS = { order: 3000, index: 1000 };

/** A page: its conversations, and the place that the next one continues after; null where there is none. */
export interface ConversationPage {
  access: KeyAccess;
  rows: SelectedPage["rows"];
  next: CursorPosition | null;
}

/**
 * Finds a page of conversations by what was said, within the limits above. What is said often is found among the next
 * conversations of the list. Where those do not fill the page, the index of words is asked, which names few if the words
 * are rare. Where it names many, the list is examined further. A search that meets a limit ends with the page as it is
 * then, even empty, and the place where the examination ended.
 * @param examine runs one step of the search, and gives it so many milliseconds
 * @returns undefined for a key that is unknown, deleted or expired
 * @throws AppError UNAVAILABLE when not even one conversation could be examined in time
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
    // The index names too many, or could not name them in time: the list is examined further.
    const indexFailed = step.by === "index" && (!result || result.searchProgress?.tooMany);
    step = { ...MAX_STEP, by: indexTried && (indexFailed || step.by === "order") ? "order" : "index" };
    indexTried = true;
  }
}

const SEARCH_TOO_SLOW = "The database was too busy to search in time. Try again in a moment.";

function nullIfCanceled(error: unknown): null {
  if (isCanceled(error)) return null;
  throw error;
}
