import { db } from "@/db/client/client";
import {
  type ConversationRef,
  type StoredTurns,
  saveTaskState,
  selectTaskState,
  selectTurnsAfter,
  updateWords,
} from "@/db/queries/stored-words";
import { HOUR_MS } from "@/lib/core/durations";
import { runHourly } from "@/lib/core/run-hourly";
import { runInSlices } from "@/lib/core/time-slicing";
import { tokenizeTurnsSteps } from "./tokenize";

/** Conversations read at once: a few may have megabytes of turns. */
const BATCH_SIZE = 100;

/** Identifies this version of `tokenize` and of the pattern below. Change it when stored words must be written again. */
const TASK = "words by any-ascii";
const CHECKED_ONCE = "checked once";
const DONE = "done";

/**
 * A regular expression, for PostgreSQL and JavaScript, for text whose words this version may store in another form than the one
 * before: with any character but ASCII, Latin letters with accents, Han characters and punctuation, which both fold alike.
 */
export const POSSIBLY_CHANGED = [
  "[^\\u0020-\\u007e\\u00a0-\\u00ac\\u00ae-\\u00c5\\u00c7-\\u00cf\\u00d1-\\u00dd\\u00df-\\u00e5\\u00e7-\\u00ef",
  "\\u00f1-\\u00fd\\u00ff-\\u0125\\u0128-\\u0130\\u0132-\\u0137\\u0139-\\u0149\\u014c-\\u0151\\u0154-\\u0165\\u0168-\\u017f",
  "\\u0300-\\u036f\\u1ea0-\\u1ef9\\u2010-\\u2027\\u2030-\\u205e\\u20ac\\u3000-\\u3029\\u4e00-\\u9fff\\uff01-\\uff5e]",
].join("");

interface Options {
  /** Checked between conversations. */
  stopped?: () => boolean;
}

/**
 * Writes the words of conversations again where this version folds their text differently, so that searches find them. Reads every
 * conversation, and writes only those that change. A conversation that changes at the same time keeps its words.
 * @returns the number of conversations with new words
 */
export async function updateStoredWords({ stopped = () => false }: Options = {}): Promise<number> {
  let updated = 0;
  let after: ConversationRef | undefined;
  do {
    const batch = await selectTurnsAfter(db(), after, BATCH_SIZE, POSSIBLY_CHANGED);
    for (const stored of batch) {
      if (stopped()) return updated;
      if (await updateOne(stored)) updated += 1;
    }
    after = batch.length < BATCH_SIZE ? undefined : batch.at(-1);
  } while (after);
  return updated;
}

async function updateOne(stored: StoredTurns): Promise<boolean> {
  if (stored.turns === null) return false;
  const words = await runInSlices(tokenizeTurnsSteps(JSON.parse(stored.turns)));
  const same = equal(words.user, stored.userWords) && equal(words.agent, stored.agentWords);
  return !same && updateWords(db(), stored, words);
}

const equal = (a: string[], b: string[]): boolean =>
  a.length === b.length && a.every((text, n) => text === b[n]);

/**
 * Does it once after an update, and once more an hour later or at a later start, for the conversations that instances of the
 * previous version have written since. After that, it does nothing.
 */
export async function updateStoredWordsTwice(options: Options = {}): Promise<void> {
  const before = await selectTaskState(db(), TASK);
  if (before?.value === DONE) return;
  await updateStoredWords(options);
  if (options.stopped?.()) return;
  const last = before !== undefined && before.ageSeconds * 1000 >= HOUR_MS;
  await saveTaskState(db(), TASK, last ? DONE : CHECKED_ONCE);
}

/** Does it in the background. @returns stops it after the current conversation */
export function updateStoredWordsInBackground(): () => Promise<void> {
  let stopped = false;
  const work = () => updateStoredWordsTwice({ stopped: () => stopped });
  const started = runHourly(work, "could not update the words of conversations; retrying in an hour");
  return async () => {
    stopped = true;
    (await started)();
  };
}
