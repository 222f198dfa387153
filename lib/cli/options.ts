import { db } from "@/db/client/client";
import { selectUserByEmail } from "@/db/queries/users";
import { isDay } from "@/lib/core/calendar";
import { displayEmail } from "@/lib/core/display-email";
import { DAY_MS } from "@/lib/core/durations";
import { normalizeEmail } from "@/lib/core/email";
import { AppError } from "@/lib/core/errors";
import { toInstant } from "@/lib/core/instant";
import type { Actor } from "@/lib/features/actor";
import type { AgentDto, ResponseMetrics } from "@/lib/features/agents/contract";
import { listAgents } from "@/lib/features/agents/list-agents";
import type { ApiKeyDetailsDto } from "@/lib/features/api-keys/contract";
import { readApiKey } from "@/lib/features/api-keys/read-api-key";
import { UsageError } from "./run";

/** Collects the values of a repeatable option. */
export const collect = (value: string, previous: string[] = []): string[] => [...previous, value];

/** Splits an option such as `A,B`. A value that contains a comma needs an option that takes one value. */
export const parseList = (option: string): string[] =>
  option
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");

/**
 * Finds agents of the operator's workspace, each by ID or slug. An ID wins over a slug of the same text.
 * @throws AppError PROJECT_NOT_FOUND
 */
async function findAgents(actor: Actor, refs: string[]): Promise<AgentDto[]> {
  const agents = await listAgents(actor);
  const bySlug = new Map(agents.map((agent) => [agent.slug, agent]));
  const byId = new Map(agents.map((agent) => [agent.id, agent]));
  return refs.map((ref) => {
    const found = byId.get(ref) ?? bySlug.get(ref);
    if (!found) throw new AppError("PROJECT_NOT_FOUND", `No agent ${ref} in this workspace.`);
    return found;
  });
}

/**
 * Finds one agent of the operator's workspace by ID or slug.
 * @throws AppError PROJECT_NOT_FOUND
 */
export async function findAgent(actor: Actor, ref: string): Promise<AgentDto> {
  const [agent] = await findAgents(actor, [ref]);
  if (!agent) throw new AppError("PROJECT_NOT_FOUND");
  return agent;
}

/**
 * Finds a user's ID by ID or email, which cannot be confused.
 * @throws AppError NOT_FOUND, UsageError for anything else, such as a name
 */
export async function findUserId(ref: string): Promise<string> {
  const address = normalizeEmail(ref);
  if (address === null && ref.startsWith("user_")) return ref;
  if (address === null) {
    throw new UsageError("--user must be the ID of a user, which starts with user_, or their email.");
  }
  const user = await selectUserByEmail(db(), address);
  if (!user) throw new AppError("NOT_FOUND", `No user has the email ${displayEmail(address)}.`);
  return user.id;
}

/**
 * Finds a key of the operator's workspace by ID, also a deleted one.
 * @throws AppError NOT_FOUND
 */
export async function findKey(actor: Actor, id: string): Promise<ApiKeyDetailsDto> {
  return readApiKey(actor, id).catch((error) => {
    if (!(error instanceof AppError) || error.code !== "NOT_FOUND") throw error;
    throw new AppError("NOT_FOUND", `No key ${id} in this workspace.`);
  });
}

/** The agents of a key: `--agents all`, or those of `--agents A,B` and of each `--agent A`, where `all` is a slug. */
export async function parseScope(actor: Actor, options: { agents?: string; agent?: string[] }) {
  const { agents, agent = [] } = options;
  if (agents === undefined && agent.length === 0) {
    throw new UsageError("Select the agents with --agents all, --agents A,B or --agent A.");
  }
  if (agents?.trim() === "all") {
    if (agent.length > 0) throw new UsageError("Use --agents all or --agent, not both.");
    return { scope: "all" };
  }
  const found = await findAgents(actor, [...parseList(agents ?? ""), ...agent]);
  return { scope: "some", ids: found.map(({ id }) => id) };
}

/** The metrics of responses: `--metrics all|none`, or those of `--metrics A,B` and of each `--metric A`, taken literally. */
export function parseMetrics(options: { metrics?: string; metric?: string[] }): ResponseMetrics | undefined {
  const { metrics, metric = [] } = options;
  if (metrics === undefined) return metric.length > 0 ? { mode: "chosen", names: metric } : undefined;
  const keyword = metrics.trim();
  if (keyword === "all" || keyword === "none") {
    if (metric.length > 0) throw new UsageError(`Use --metrics ${keyword} or --metric, not both.`);
    return keyword === "all" ? { mode: "all" } : { mode: "chosen", names: [] };
  }
  const listed = parseList(metrics);
  if (listed.length === 0) throw new UsageError("--metrics must be all, none or names such as A,B.");
  return { mode: "chosen", names: [...listed, ...metric] };
}

/** @throws UsageError for anything but `on` and `off` */
export function parseSwitch(name: string, option: string | undefined): boolean | undefined {
  if (option === undefined) return undefined;
  if (option !== "on" && option !== "off") throw new UsageError(`${name} must be on or off.`);
  return option === "on";
}

/** The flags and the description of `--expires`. */
export const EXPIRES_OPTION = [
  "--expires <90d|date|instant>",
  "days from now, the end of a date in UTC, or an instant such as 2027-01-31T00:00:00Z",
] as const;

/**
 * When a key expires: `90d`, an instant, or a date, of which the key works until the last millisecond in UTC.
 * @returns ISO 8601
 * @throws UsageError
 */
export function parseExpiry(option: string): string {
  const days = /^(\d{1,5})d$/.exec(option)?.[1];
  if (days !== undefined) return new Date(Date.now() + Number(days) * DAY_MS).toISOString();
  const instant = toInstant(option) ?? edgeOfDay(option, "end");
  if (instant !== null) return instant;
  throw new UsageError(
    "--expires must be days from now such as 90d, a date such as 2027-01-31 (until its end in UTC), or an instant such as 2027-01-31T00:00:00Z.",
  );
}

/**
 * A time of a filter: an instant, or the start or the end of a date in UTC.
 * @returns ISO 8601
 * @throws UsageError
 */
export function parseTime(name: string, option: string, edge: "start" | "end"): string {
  const time = toInstant(option) ?? edgeOfDay(option, edge);
  if (time !== null) return time;
  throw new UsageError(
    `${name} must be a date such as 2027-01-31 (its ${edge} in UTC) or an instant such as 2027-01-31T00:00:00Z.`,
  );
}

/** Null for what is no date, such as 2027-01-31 or 20270131. */
const edgeOfDay = (day: string, edge: "start" | "end"): string | null =>
  toInstant(edge === "start" ? `${day}T00:00:00.000Z` : `${day}T23:59:59.999Z`, { firstYear: 1970 });

/** @throws UsageError for what is no date */
export function parseDay(name: string, option: string): string {
  if (isDay(option)) return option;
  throw new UsageError(`${name} must be a date such as 2027-01-31.`);
}
