import { z } from "zod";
import { maxCodePoints } from "@/lib/core/max-code-points";

const reference = z
  .string({ error: "must be given only once" })
  .min(1, "must not be empty")
  .check(maxCodePoints(256, "must have at most 256 characters"))
  .refine((value) => !value.includes("\u0000"), "must not contain a NUL character");

/** The requested handoff. `shared_id` takes precedence over `id`. */
export const handoffQuery = z
  .object({
    id: reference.optional().meta({ description: "The conversation's ID.", example: "CA-demo" }),
    shared_id: reference
      .optional()
      .meta({ description: "The ID that several systems share. Returns the newest handoff with it." }),
  })
  .refine((query) => query.id !== undefined || query.shared_id !== undefined, {
    path: ["id"],
    message: "or shared_id is required",
  });
export type HandoffQuery = z.output<typeof handoffQuery>;

export const handoffStateSchema = z
  .object({
    id: z.string().meta({ description: "The conversation's ID." }),
    data: z
      .record(z.string(), z.unknown())
      .meta({ description: "What the agent stored at the moment of handoff." }),
    shared_id: z.string().optional(),
  })
  .meta({ id: "HandoffState" });
