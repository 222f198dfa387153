import { z } from "zod";
import { displayName } from "@/lib/core/display-name";
import { slugSchema } from "@/lib/core/slug";

export const createWorkspaceInput = z.object({
  name: displayName,
  /** Made from the name when left out. */
  slug: slugSchema.optional(),
});
export type CreateWorkspaceInput = z.output<typeof createWorkspaceInput>;

export interface WorkspaceDto {
  id: string;
  slug: string;
  name: string;
}
