import { db, transaction } from "@/db/client/client";
import {
  classifyKeyUsage,
  filterUnclassifiedKeys,
  type KeyRef,
  selectUnclassifiedKeysAfter,
} from "@/db/queries/key-usage-outcomes";
import { runHourly } from "@/lib/core/run-hourly";

/** Keys of one transaction: some milliseconds' work. */
const BATCH_SIZE = 500;

/**
 * Sorts what the previous version stored as the last use of keys into successes and refusals.
 * @param stopped asked between batches
 * @returns how many keys there were
 */
export async function classifyKeyUses(stopped: () => boolean = () => false): Promise<number> {
  let classified = 0;
  let after: KeyRef | undefined;
  do {
    const keys = await selectUnclassifiedKeysAfter(db(), after, BATCH_SIZE);
    if (keys.length > 0) await transaction((tx) => classifyKeyUsage(tx, keys));
    classified += keys.length;
    after = keys.length < BATCH_SIZE ? undefined : keys.at(-1);
  } while (after && !stopped());
  return classified;
}

/**
 * The same for some keys, before this version stores a later use of theirs: from then on the row would no longer show
 * that one is left to be classified.
 */
export async function classifyBeforeWrite(uses: KeyRef[]): Promise<void> {
  const keys = await filterUnclassifiedKeys(db(), uses);
  if (keys.length > 0) await transaction((tx) => classifyKeyUsage(tx, keys));
}

/**
 * Classifies in the background, from now on once an hour: after an update all of the keys that were ever used, then what
 * instances of the previous version still write while they are replaced.
 * @returns stops it, after the batch that is running
 */
export function classifyHourly(): () => Promise<void> {
  let stopped = false;
  const work = async () => {
    await classifyKeyUses(() => stopped);
  };
  const started = runHourly(work, "the last uses of keys were not classified; trying again in an hour");
  return async () => {
    stopped = true;
    (await started)();
  };
}
