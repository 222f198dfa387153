import { db } from "@/db/client/client";
import { anyMemberExists } from "@/db/queries/members";
import { selectAllWorkspaces } from "@/db/queries/workspaces";

/** Whether this server still needs its first admin, and whether the setup form asks for a workspace name. */
export async function readSetupState(): Promise<{ open: boolean; needsWorkspace: boolean }> {
  if (await anyMemberExists(db())) return { open: false, needsWorkspace: false };
  return { open: true, needsWorkspace: (await selectAllWorkspaces(db())).length === 0 };
}
