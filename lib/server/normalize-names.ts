import { setTimeout as delay } from "node:timers/promises";
import { db, type Tx, transaction } from "@/db/client/client";
import { isUniqueViolation } from "@/db/client/errors";
import { selectApiKey, updateApiKey } from "@/db/queries/api-keys";
import {
  type NamedKind,
  type StoredName,
  selectKeyByName,
  selectNamesAfter,
  updateStoredName,
} from "@/db/queries/stored-names";
import { selectWorkspacesForUser } from "@/db/queries/workspaces";
import { log } from "@/lib/core/log";
import { sortKey } from "@/lib/core/name-order";
import { repairName, withEnding } from "@/lib/core/normalize-name";
import { runHourly } from "@/lib/core/run-hourly";
import { type AuditEvent, recordAudit } from "@/lib/features/audit/record-audit";

const PAGE_SIZE = 500;
/** Another instance or a user may take a name between the check and the rename. */
const MAX_ATTEMPTS = 3;

/** How long a server waits, in milliseconds, before it serves names that are not normalized yet. */
const MAX_START_DELAY_MS = 10_000;

const NORMALIZED = "Names are stored in one form";
const LOOKS_THE_SAME = "The name of another key looks the same";

/**
 * Normalizes the names that previous versions stored. Of keys with names that look the same, the oldest keeps the name, and the
 * others get a number. Each rename has an audit entry. Idempotent, and safe on several instances at once.
 * @returns the number of renames
 */
export async function normalizeNames(stopped: () => boolean = () => false): Promise<number> {
  let renames = 0;
  for (const kind of ["workspace", "user", "agent"] as const) {
    for (const stored of await selectAbnormal(kind, stopped)) {
      if (!stopped()) renames += await rename(kind, stored);
    }
  }
  const keys = await selectAbnormal("api_key", stopped);
  const numbering: Numbering = {
    next: new Map(),
    wanted: new Set(keys.map(({ workspaceId, name }) => nameKey(workspaceId, repairName(name)))),
  };
  for (const key of keys) {
    if (!stopped()) renames += await renameKey(key, numbering);
  }
  if (renames > 0) log().info({ renames }, "normalized stored names");
  return renames;
}

/**
 * Normalizes names now, and every hour those that instances of the previous version write until they are replaced. Resolves
 * when the first run is done, or after a few seconds: an update of very many names goes on in the background.
 * @returns stops it after the current rename
 */
export async function normalizeNamesHourly(): Promise<() => Promise<void>> {
  let stopped = false;
  const work = async () => {
    await normalizeNames(() => stopped);
  };
  const started = runHourly(work, "could not normalize stored names; retrying in an hour");
  await Promise.race([started, delay(MAX_START_DELAY_MS, undefined, { ref: false })]);
  return async () => {
    stopped = true;
    (await started)();
  };
}

interface Numbering {
  /** The next number to try for a name, so that many equal names take linear time. */
  next: Map<string, number>;
  /** The normal forms of names that are not normalized yet: no key gets one of them with a number. */
  wanted: Set<string>;
}

const nameKey = (workspaceId: string, name: string): string => `${workspaceId} ${name.toLowerCase()}`;

/** The names that are not in their normal form, oldest first. */
async function selectAbnormal(kind: NamedKind, stopped: () => boolean): Promise<StoredName[]> {
  const abnormal: StoredName[] = [];
  let after: StoredName | undefined;
  do {
    const page = await selectNamesAfter(db(), kind, after, PAGE_SIZE);
    abnormal.push(...page.filter(({ name }) => repairName(name) !== name));
    after = page.length < PAGE_SIZE ? undefined : page.at(-1);
  } while (after && !stopped());
  return stopped() ? [] : abnormal.sort((a, b) => (isOlder(a, b) ? -1 : 1));
}

const isOlder = (a: StoredName, b: StoredName): boolean =>
  a.createdAt.getTime() !== b.createdAt.getTime() ? a.createdAt < b.createdAt : a.id < b.id;

const audit = (tx: Tx, workspaceId: string, event: AuditEvent) =>
  recordAudit(tx, { kind: "system", workspaceId }, event);

const nameChange = (old: string, name: string, reason = NORMALIZED) => ({
  name: { old, new: name },
  reason: { new: reason },
});

const ACTIONS = { agent: "agent.renamed", workspace: "workspace.renamed", user: "member.renamed" } as const;

/** Renames an agent, a workspace or a user. Their names are not unique. @returns the number of renames */
async function rename(kind: keyof typeof ACTIONS, stored: StoredName): Promise<number> {
  const name = repairName(stored.name);
  return transaction(async (tx) => {
    if (!(await updateStoredName(tx, kind, stored, { name, sortKey: sortKey(name) }))) return 0;
    const event = {
      action: ACTIONS[kind],
      target: { kind: kind === "user" ? ("member" as const) : kind, id: stored.id, name },
      changes: nameChange(stored.name, name),
    };
    const workspaceIds =
      kind === "user"
        ? (await selectWorkspacesForUser(tx, stored.id)).map(({ id }) => id)
        : [stored.workspaceId];
    for (const workspaceId of workspaceIds) await audit(tx, workspaceId, event);
    return 1;
  });
}

/** Renames a key, or the younger one that has its normalized name. @returns the number of renames */
async function renameKey(stored: StoredName, numbering: Numbering): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transaction((tx) => renameKeyIn(tx, stored, numbering));
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !isUniqueViolation(error, "api_keys_name")) throw error;
    }
  }
}

async function renameKeyIn(tx: Tx, stored: StoredName, numbering: Numbering): Promise<number> {
  const { workspaceId, id } = stored;
  const name = repairName(stored.name);
  const current = await selectApiKey(tx, workspaceId, id, { lock: true });
  // Renamed since, by a user, by another instance, or for an older key.
  if (current?.name !== stored.name) return 0;
  const holder = await selectKeyByName(tx, workspaceId, name);
  if (!holder || holder.id === id) return setKeyName(tx, stored, name, NORMALIZED);
  if (isOlder(holder, stored)) {
    return setKeyName(tx, stored, await freeName(tx, workspaceId, name, numbering), LOOKS_THE_SAME);
  }
  const moved = await setKeyName(
    tx,
    holder,
    await freeName(tx, workspaceId, name, numbering),
    LOOKS_THE_SAME,
  );
  return moved + (await setKeyName(tx, stored, name, NORMALIZED));
}

async function setKeyName(tx: Tx, stored: StoredName, name: string, reason: string): Promise<number> {
  const { workspaceId, id, name: old } = stored;
  const key = await selectApiKey(tx, workspaceId, id, { lock: true });
  if (!key) return 0;
  await updateApiKey(tx, workspaceId, id, { name, sortKey: sortKey(name), permissions: key.permissions });
  await audit(tx, workspaceId, {
    action: "api_key.edited",
    target: { kind: "api_key", id, name },
    changes: nameChange(old, name, reason),
  });
  return 1;
}

/** The name with the first number, from (2) on, that no key of the workspace has. */
async function freeName(tx: Tx, workspaceId: string, name: string, numbering: Numbering): Promise<string> {
  const series = nameKey(workspaceId, name);
  for (let number = numbering.next.get(series) ?? 2; ; number++) {
    const candidate = withEnding(name, ` (${number})`);
    if (numbering.wanted.has(nameKey(workspaceId, candidate))) continue;
    if (await selectKeyByName(tx, workspaceId, candidate)) continue;
    numbering.next.set(series, number + 1);
    return candidate;
  }
}
