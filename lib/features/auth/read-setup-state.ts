import { db } from "@/db/client/client";
import { anyMemberExists } from "@/db/queries/members";
import { selectAllWorkspaces } from "@/db/queries/workspaces";

/** Whether the installation still waits for its first admin, and whether they name its first workspace too. */
export async function readSetupState(): Promise<{ open: boolean; needsWorkspace: boolean }> {
  if (await anyMemberExists(db())) return { open: false, needsWorkspace: false };
  return { open: true, needsWorkspace: (await selectAllWorkspaces(db())).length === 0 };
}
