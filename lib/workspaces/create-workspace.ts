import { transaction } from "@/db/client";
import { isUniqueViolation } from "@/db/errors";
import { insertWorkspace } from "@/db/queries/workspaces";
import type { Actor } from "../actor";
import { recordAudit } from "../audit/record-audit";
import { AppError } from "../errors";
import { newId } from "../ids";
import { slugFrom } from "../slug";
import type { CreateWorkspaceInput, WorkspaceDto } from "./contract";

/**
 * Makes a workspace. Only whoever runs the machine does; the new workspace is where the entry is audited.
 * @throws AppError NOT_ALLOWED for a member, NAME_TAKEN when the slug is another workspace's
 */
export async function createWorkspace(actor: Actor, input: CreateWorkspaceInput): Promise<WorkspaceDto> {
  if (actor.kind === "member") {
    throw new AppError("NOT_ALLOWED", "Workspaces are made on the command line: studio workspace create.");
  }
  const id = newId("workspace");
  const slug = input.slug ?? slugFrom(input.name, id.replace("ws-", "workspace-"));
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
      const message = `Another workspace has the slug ${slug}. Choose a different one.`;
      throw new AppError("NAME_TAKEN", message, { slug: message });
    }
    throw error;
  }
}
