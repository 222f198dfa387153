import { db, transaction } from "@/db/client/client";
import { NAMED_TABLES, type NamedRow, selectNamedRows, updateSortKeys } from "@/db/queries/sort-keys";
import { sortKey } from "@/lib/core/name-order";
import { runHourly } from "@/lib/core/run-hourly";

/** Rows per transaction. */
const BATCH_SIZE = 500;

/**
 * Writes the sort keys that differ from those of this version: of rows from before there were sort keys, and of names that
 * another version has written. A row whose key changes moves within its list. One without a key comes first, so that no page of
 * a list by name skips it.
 * @param options `missing` looks only at rows without a key; `stopped` is checked between batches
 * @returns the number of keys written
 */
export async function fillSortKeys({
  missing = false,
  stopped = () => false,
}: {
  missing?: boolean;
  stopped?: () => boolean;
} = {}): Promise<number> {
  let written = 0;
  for (const table of NAMED_TABLES) {
    let after: NamedRow | undefined;
    do {
      const rows = await selectNamedRows(db(), table, { after, limit: BATCH_SIZE, missing });
      const changed = rows
        .map((row) => ({ ...row, sortKey: sortKey(row.name), stored: row.sortKey }))
        .filter((row) => row.sortKey !== row.stored);
      if (changed.length > 0) await transaction((tx) => updateSortKeys(tx, table, changed));
      written += changed.length;
      after = rows.length < BATCH_SIZE ? undefined : rows.at(-1);
    } while (after && !stopped());
  }
  return written;
}

/**
 * Does it in the background, now and every hour, for the names that instances of another version write until they are replaced.
 * @returns stops it after the current batch
 */
export function fillSortKeysHourly(): () => Promise<void> {
  let stopped = false;
  const work = async () => {
    await fillSortKeys({ stopped: () => stopped });
  };
  const started = runHourly(work, "could not update sort keys; retrying in an hour");
  return async () => {
    stopped = true;
    (await started)();
  };
}
