import { db, transaction } from "@/db/client/client";
import {
  filterUnclassifiedKeys,
  type KeyRef,
  selectUnclassifiedKeysAfter,
  updateKeyOutcomes,
} from "@/db/queries/key-usage-outcomes";
import { runHourly } from "@/lib/core/run-hourly";

/** Keys per transaction, which takes a few milliseconds. */
const BATCH_SIZE = 500;

/**
 * Classifies the last uses that the previous version stored, without an outcome, as successes or failures.
 * @param stopped checked between batches
 * @returns the number of classified keys
 */
export async function classifyKeyUses(stopped: () => boolean = () => false): Promise<number> {
  let classified = 0;
  let after: KeyRef | undefined;
  do {
    const keys = await selectUnclassifiedKeysAfter(db(), after, BATCH_SIZE);
    if (keys.length > 0) await transaction((tx) => updateKeyOutcomes(tx, keys));
    classified += keys.length;
    after = keys.length < BATCH_SIZE ? undefined : keys.at(-1);
  } while (after && !stopped());
  return classified;
}

/**
 * Does the same for some keys, before this version stores a later use. After that, the row would not show that an earlier
 * use is unclassified.
 */
export async function classifyBeforeWrite(uses: KeyRef[]): Promise<void> {
  const keys = await filterUnclassifiedKeys(db(), uses);
  if (keys.length > 0) await transaction((tx) => updateKeyOutcomes(tx, keys));
}

/**
 * Classifies in the background, now and every hour: after an update all used keys, then the uses that instances of the
 * previous version write until they are replaced.
 * @returns stops it after the current batch
 */
export function classifyHourly(): () => Promise<void> {
  let stopped = false;
  const work = async () => {
    await classifyKeyUses(() => stopped);
  };
  const started = runHourly(work, "could not classify the last uses of keys; retrying in an hour");
  return async () => {
    stopped = true;
    (await started)();
  };
}
