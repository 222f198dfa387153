import { transaction } from "@/db/client/client";
import { isUniqueViolation } from "@/db/client/errors";
import { insertWorkspace } from "@/db/queries/workspaces";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { slugify } from "@/lib/core/slug";
import type { Actor } from "@/lib/features/actor";
import { recordAudit } from "@/lib/features/audit/record-audit";
import type { CreateWorkspaceInput, WorkspaceDto } from "./contract";

/**
 * Creates a workspace, and records it in the new workspace's audit log. Only operators can do this.
 * @throws AppError NOT_ALLOWED for a member, NAME_TAKEN if another workspace has the slug
 */
export async function createWorkspace(actor: Actor, input: CreateWorkspaceInput): Promise<WorkspaceDto> {
  if (actor.kind === "member") {
    throw new AppError("NOT_ALLOWED", "Create workspaces on the command line: studio workspace create.");
  }
  const id = newId("workspace");
  const slug = input.slug ?? slugify(input.name, id.replace("ws-", "workspace-"));
  const workspace = { id, slug, name: input.name };
  try {
    return await transaction(async (tx) => {
      await insertWorkspace(tx, workspace);
      await recordAudit(
        tx,
        { ...actor, workspaceId: id },
        {
          action: "workspace.created",
          target: { kind: "workspace", id, name: input.name },
          changes: { slug: { new: slug } },
        },
      );
      return workspace;
    });
  } catch (error) {
    if (isUniqueViolation(error, "workspaces_slug_unique")) {
      const message = `Another workspace has the slug ${slug}. Use a different one.`;
      throw new AppError("NAME_TAKEN", message, { slug: message });
    }
    throw error;
  }
}
