"use client";

import { isInstant } from "@/lib/time";
import { isEndpoint, STATUS_CLASSES } from "@/lib/usage/terms";
import { useAddress } from "../use-address";
import type { LogView } from "./queries";

const isStatus = (value: string | null): value is NonNullable<LogView["status"]> =>
  value !== null && Object.hasOwn(STATUS_CLASSES, value);
const instantOf = (value: string | null) => (value !== null && isInstant(value) ? value : null);

/** What of the log is shown: kept in the address, so that it can be shared and the back button works. */
export function useLogView(): [LogView, (next: Partial<LogView>) => void] {
  const [parameters, push] = useAddress();
  const status = parameters.get("status");
  const endpoint = parameters.get("endpoint");
  const view: LogView = {
    status: isStatus(status) ? status : null,
    endpoint: endpoint !== null && isEndpoint(endpoint) ? endpoint : null,
    from: instantOf(parameters.get("from")),
    to: instantOf(parameters.get("to")),
  };
  const change = (next: Partial<LogView>) => {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...view, ...next })) if (value) query.set(name, value);
    push(query);
  };
  return [view, change];
}
