import { db } from "@/db/client/client";
import { selectAllWorkspaces } from "@/db/queries/workspaces";
import { AppError } from "@/lib/core/errors";
import type { Actor } from "@/lib/features/actor";
import type { WorkspaceDto } from "./contract";

/**
 * All workspaces of the installation, by name. Only operators can list them.
 * @throws AppError NOT_ALLOWED for a member
 */
export async function listWorkspaces(actor: Actor): Promise<WorkspaceDto[]> {
  if (actor.kind === "member") {
    throw new AppError("NOT_ALLOWED", "List workspaces on the command line: studio workspace list.");
  }
  return (await selectAllWorkspaces(db())).map(({ id, slug, name }) => ({ id, slug, name }));
}
