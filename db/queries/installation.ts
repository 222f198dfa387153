import type { Tx } from "../client/client";
import { installation, workspaces } from "../schema/index";

/** Claims the creation of the sample data. Returns true for exactly one caller, and only while there is no workspace. */
export async function claimSampleData(tx: Tx): Promise<boolean> {
  const existing = await tx.select({ id: workspaces.id }).from(workspaces).limit(1);
  const claimed = await tx
    .insert(installation)
    .values({ name: "sample", value: existing.length === 0 ? "filled" : "not needed" })
    .onConflictDoNothing()
    .returning({ name: installation.name });
  return claimed.length > 0 && existing.length === 0;
}
