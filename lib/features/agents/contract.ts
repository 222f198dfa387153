import { z } from "zod";
import { slugSchema } from "@/lib/core/slug";

const agentName = z
  .string()
  .trim()
  .min(1, "Give the agent a name.")
  .max(100, "Use at most 100 characters.")
  .refine((value) => !/\p{Cc}/u.test(value), "Use visible characters only.");

export const createAgentInput = z.object({
  name: agentName,
  /** Made from the name when left out. */
  slug: slugSchema.optional(),
  conversationsApi: z.enum(["v1", "v3"]).default("v3"),
});
export type CreateAgentInput = z.output<typeof createAgentInput>;

/** `seen` is the name that the editor saw; without it the save always wins. */
export const renameAgentInput = z.object({
  id: z.string().min(1),
  name: agentName,
  seen: z.string().optional(),
});
export type RenameAgentInput = z.output<typeof renameAgentInput>;

export const migrateAgentInput = z.object({ id: z.string().min(1) });
export type MigrateAgentInput = z.output<typeof migrateAgentInput>;

export const deleteAgentInput = z.object({ id: z.string().min(1) });
export type DeleteAgentInput = z.output<typeof deleteAgentInput>;

/** What goes with an agent, to be told before it goes. */
export interface AgentDeletionPreviewDto {
  /** Counted no further than MOST_COUNTED. */
  conversations: number;
  /** The keys that cover it by a list, the first 200 by name; `last` for those whose list holds nothing else. */
  keys: { id: string; name: string; last: boolean }[];
  /** How many such keys there are beside those. */
  moreKeys: number;
}

const metricNames = z.array(z.string().min(1).max(200)).max(2000);

/**
 * Which metrics a response contains: every one, or the named ones (none when the list is empty). Names next to "all" have
 * no effect until it is turned off. As input they may be left out, and the stored ones stay; a server of a version that
 * did not store them leaves them out of its output.
 */
const responseMetrics = z.discriminatedUnion("mode", [
  z.object({ mode: z.literal("all"), names: metricNames.optional() }),
  z.object({ mode: z.literal("chosen"), names: metricNames }),
]);
export type ResponseMetrics = z.output<typeof responseMetrics>;

/** `version` is the one that the editor saw; without it (the command line) the save always wins. */
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

/** What a key may see of one agent's conversations, with all the names to choose from. */
export interface ResponseConfigurationDto {
  agent: AgentDto;
  metrics: ResponseMetrics;
  transcript: boolean;
  version: number;
  /** The built-in metrics, then every name seen in the agent's conversations or chosen before, by name. */
  metricNames: string[];
}
