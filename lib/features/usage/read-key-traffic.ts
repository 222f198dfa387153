import { db } from "@/db/client/client";
import { selectHourlyCounts, selectIpAddresses } from "@/db/queries/api-requests";
import { lastDayStarts } from "@/lib/core/calendar";
import { type Actor, requireAccess } from "@/lib/features/actor";
import type { StatusClass } from "./constants";
import type { KeyTrafficDto } from "./contract";
import { readRecentUsage } from "./read-recent-usage";

const CHART_DAYS = 30;
const MAX_ADDRESSES = 20;

/**
 * The usage of a key: its requests by hour and its IP addresses.
 * @param zone the time zone of the days
 */
export async function readKeyTraffic(actor: Actor, keyId: string, zone = "UTC"): Promise<KeyTrafficDto> {
  requireAccess(actor, "api_keys", "read");
  const { workspaceId } = actor;
  const [hours, { addresses, total }, { requests, successes, addresses: recentAddresses }] =
    await Promise.all([
      selectHourlyCounts(db(), workspaceId, keyId, lastDayStarts(Date.now(), zone, CHART_DAYS)),
      selectIpAddresses(db(), workspaceId, keyId, MAX_ADDRESSES),
      readRecentUsage(actor, { ids: [keyId] }),
    ]);
  return {
    hours: hours.map((row) => ({ ...row, statusClass: row.statusClass as StatusClass })),
    addresses,
    totalAddresses: total,
    lastDay: { requests, successes, addresses: recentAddresses },
  };
}
