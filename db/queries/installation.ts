import type { Tx } from "../client/client";
import { installation, workspaces } from "../schema/index";

/**
 * Records that the sample data is seeded, or not needed because there is a workspace. Returns true for the one caller that
 * must seed it.
 */
export async function markSampleDataSeeded(tx: Tx): Promise<boolean> {
  const existing = await tx.select({ id: workspaces.id }).from(workspaces).limit(1);
  const claimed = await tx
    .insert(installation)
    .values({ name: "sample", value: existing.length === 0 ? "filled" : "not needed" })
    .onConflictDoNothing()
    .returning({ name: installation.name });
  return claimed.length > 0 && existing.length === 0;
}
