import { z } from "zod";
import { displayName } from "@/lib/core/display-name";
import { slugSchema } from "@/lib/core/slug";

export const createWorkspaceInput = z.object({
  name: displayName,
  /** Defaults to the slugified name. */
  slug: slugSchema.optional(),
});
export type CreateWorkspaceInput = z.output<typeof createWorkspaceInput>;

export interface WorkspaceDto {
  id: string;
  slug: string;
  name: string;
}
