import { z } from "zod";
import { displayName } from "@/lib/core/display-name";
import { maxCodePoints } from "@/lib/core/max-code-points";
import { slugSchema } from "@/lib/core/slug";

/** What the form of an agent asks for. */
export const agentNameInput = z.object({ name: displayName });

export const createAgentInput = z.object({
  name: displayName,
  /** Derived from the name by default. */
  slug: slugSchema.optional(),
  conversationsApi: z.enum(["v1", "v3"]).default("v3"),
});
export type CreateAgentInput = z.output<typeof createAgentInput>;

/** `seen` is the name that the user saw before editing. Without it, the rename overwrites any other. */
export const renameAgentInput = z.object({
  id: z.string().min(1),
  name: displayName,
  seen: z.string().optional(),
});
export type RenameAgentInput = z.output<typeof renameAgentInput>;

export const migrateAgentInput = z.object({ id: z.string().min(1) });
export type MigrateAgentInput = z.output<typeof migrateAgentInput>;

export const deleteAgentInput = z.object({ id: z.string().min(1) });
export type DeleteAgentInput = z.output<typeof deleteAgentInput>;

/** What will be deleted or changed with an agent. */
export interface AgentDeletionPreviewDto {
  /** At most MAX_CONVERSATIONS_COUNTED + 1. */
  conversations: number;
  /** The keys that list the agent: the first MAX_KEYS_LISTED by name. `last` is true when it is their only agent. */
  keys: { id: string; name: string; last: boolean }[];
  /** How many more keys list the agent. */
  moreKeys: number;
}

const metricNames = z
  .array(z.string().min(1).check(maxCodePoints(200, "must have at most 200 characters")))
  .max(2000);

/**
 * Which metrics a response includes: all, or those in `names`. With "all", `names` is the selection that applies again when
 * it is turned off. As input with "all", it may be left out to keep the stored names. A server of an
 * older version leaves it out of its output.
 */
const responseMetrics = z.discriminatedUnion("mode", [
  z.object({ mode: z.literal("all"), names: metricNames.optional() }),
  z.object({ mode: z.literal("chosen"), names: metricNames }),
]);
export type ResponseMetrics = z.output<typeof responseMetrics>;

/** `version` is the one that the user saw before editing. Without it (on the command line), the save overwrites any other. */
export const configureAgentInput = z.object({
  id: z.string().min(1),
  version: z.int().positive().optional(),
  metrics: responseMetrics.optional(),
  transcript: z.boolean().optional(),
});
export type ConfigureAgentInput = z.output<typeof configureAgentInput>;

export interface AgentDto {
  id: string;
  slug: string;
  name: string;
  conversationsApi: "v1" | "v3";
  createdAt: string;
}

/** What API responses include of an agent's conversations. */
export interface ResponseConfigurationDto {
  agent: AgentDto;
  metrics: ResponseMetrics;
  transcript: boolean;
  version: number;
  /** The metrics to select from: the built-in ones, then those found in conversations or selected before, by name. */
  metricNames: string[];
}
