import { z } from "zod";
import { slugSchema } from "@/lib/core/slug";

const workspaceName = z
  .string()
  .trim()
  .min(1, "Give the workspace a name.")
  .max(100, "Use at most 100 characters.")
  .refine((value) => !/\p{Cc}/u.test(value), "Use visible characters only.");

export const createWorkspaceInput = z.object({
  name: workspaceName,
  /** Made from the name when left out. */
  slug: slugSchema.optional(),
});
export type CreateWorkspaceInput = z.output<typeof createWorkspaceInput>;

export interface WorkspaceDto {
  id: string;
  slug: string;
  name: string;
}
