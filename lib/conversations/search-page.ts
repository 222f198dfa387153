import { isCanceled } from "@/db/errors";
import type { KeyAccess } from "@/db/queries/agent-access";
import type { PageAnswer, PageRequest } from "@/db/queries/conversation-pages";
import type { SearchStep } from "@/db/queries/conversation-search";
import { AppError } from "../errors";
import type { Place } from "./page-cursor";

// Limits of one search. docs/performance.md has the measurements behind them.

/** Distinct words of a query: the time to examine a turn grows with them. */
export const MOST_WORDS = 32;
/** Turns that a search examines, give or take one conversation. Long turns count several times. */
export const MOST_TURNS = 100_000;
/** Milliseconds after which a search examines no more. */
const TIME_MS = 2000;

/** Conversations that the first statement examines for each that the page may have, and at least. */
const CONVERSATIONS_FOR_EACH = 20;
const FEWEST_CONVERSATIONS = 200;
/** What one statement examines at most: little enough that the limits above are noticed in time. */
const LARGEST = { conversations: 1000, turns: 5000 };
const SMALLEST = { by: "order", conversations: 1, turns: 1 } as const;
/** Milliseconds for a statement. The index of words can be asked in vain, so it gets less than the whole search. */
const STATEMENT_MS = { order: 3000, index: 1000 };

/** A page: its conversations, and the place that the next one continues after; null where there is none. */
export interface FoundPage {
  access: KeyAccess;
  rows: PageAnswer["rows"];
  next: Place | null;
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
  page: PageRequest,
  examine: (page: PageRequest, timeout: number) => Promise<PageAnswer | undefined>,
): Promise<FoundPage | undefined> {
  const end = performance.now() + TIME_MS;
  const first = Math.max(FEWEST_CONVERSATIONS, CONVERSATIONS_FOR_EACH * page.limit);
  let step: SearchStep = { ...LARGEST, conversations: Math.min(first, LARGEST.conversations), by: "order" };
  let indexAsked = false;
  let turnsLeft = MOST_TURNS;
  let { offset } = page;
  let found: FoundPage | undefined;

  for (;;) {
    const rows = found?.rows ?? [];
    const search = { ...step, turns: Math.min(step.turns, turnsLeft) };
    const rest = { limit: page.limit - rows.length, offset, after: found?.next ?? page.after };
    const answer = await examine({ ...page, ...rest, search }, STATEMENT_MS[step.by]).catch(nullIfCanceled);
    if (answer === undefined) return undefined;
    if (answer) {
      const { access, edge } = answer;
      rows.push(...answer.rows);
      if (!edge) return { access, rows, next: rows.at(-1) ?? null };
      if (edge.final) return { access, rows, next: null };
      if (edge.place) found = { access, rows, next: edge.place };
      offset = Math.max(0, offset - edge.matches);
      turnsLeft -= edge.turns;
    } else if (!found) {
      if (step === SMALLEST) throw new AppError("UNAVAILABLE", TOO_SLOW);
      step = SMALLEST;
      continue;
    }
    if (found && (turnsLeft <= 0 || performance.now() >= end)) return found;
    // The index names too many, or could not name them in time: the list is examined further.
    const unnamed = step.by === "index" && (!answer || answer.edge?.tooMany);
    step = { ...LARGEST, by: indexAsked && (unnamed || step.by === "order") ? "order" : "index" };
    indexAsked = true;
  }
}

const TOO_SLOW = "The database was too busy to search in time. Try again in a moment.";

function nullIfCanceled(error: unknown): null {
  if (isCanceled(error)) return null;
  throw error;
}
