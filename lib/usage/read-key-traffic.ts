import { reader } from "@/db/client";
import { selectAddresses, selectHourCounts, selectRecentUse } from "@/db/queries/api-requests";
import { type Actor, requireAccess } from "../actor";
import type { KeyTrafficDto, RecentUseDto, RecentUseInput } from "./contract";
import type { StatusClass } from "./terms";

const DAY_MS = 86_400_000;
const CHART_DAYS = 30;
const ADDRESSES = 20;

/** How a key is used: its requests by hour, and from where. */
export async function readKeyTraffic(actor: Actor, keyId: string): Promise<KeyTrafficDto> {
  requireAccess(actor, "api_keys", "read");
  const { workspaceId } = actor;
  const [hours, { addresses, inAll }, { requests, successes, addresses: lately }] = await Promise.all([
    selectHourCounts(reader(), workspaceId, keyId, new Date(Date.now() - CHART_DAYS * DAY_MS)),
    selectAddresses(reader(), workspaceId, keyId, ADDRESSES),
    readRecentUse(actor, { ids: [keyId] }),
  ]);
  return {
    hours: hours.map((row) => ({ ...row, statusClass: row.statusClass as StatusClass })),
    addresses,
    addressesInAll: inAll,
    lastDay: { requests, successes, addresses: lately },
  };
}

/**
 * How much keys were used in the last 24 hours, with what success and from how many addresses: what to know before
 * deleting them. Says of each, too, whether it exists.
 */
export async function readRecentUse(
  actor: Actor,
  { ids }: RecentUseInput,
  now = Date.now(),
): Promise<RecentUseDto> {
  requireAccess(actor, "api_keys", "read");
  return selectRecentUse(reader(), actor.workspaceId, ids, new Date(now - DAY_MS));
}
