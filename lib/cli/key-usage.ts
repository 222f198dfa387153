import { type Command, Option } from "commander";
import { parseInput } from "@/lib/core/parse-input";
import type { ApiKeyDetailsDto } from "@/lib/features/api-keys/contract";
import { ENDPOINT_LABELS } from "@/lib/features/usage/constants";
import { type KeyTrafficDto, listRequestsInput } from "@/lib/features/usage/contract";
import { listRequests } from "@/lib/features/usage/list-requests";
import { readKeyTraffic } from "@/lib/features/usage/read-key-traffic";
import { formatAgents, formatLastSuccess } from "./key-format";
import { findKey, parseTime } from "./options";
import { allPages, listOutput } from "./output";
import { sentence } from "./printable";
import { operatorActor, type Run } from "./run";
import { table } from "./table";

/** The commands of `studio key` that show the usage of a key. */
export function keyUsageCommands(key: Command, run: Run): void {
  key
    .command("show")
    .description("Show a key with its usage; of a deleted key, who deleted it and when")
    .requiredOption("--workspace <id or slug>", "the workspace")
    .requiredOption("--key <id>", "the key")
    .option(
      "--json",
      "print one JSON value: {key, lastSuccess, lastRefusal, replaces, replacedBy, unusedPermissions, traffic} or {deleted}",
    )
    .addHelpText(
      "after",
      "\nExample: studio key show --workspace harbour-hotels --key key_0123456789abcdef01234567",
    )
    .action((options) =>
      run(options, async () => {
        const actor = await operatorActor(options.workspace);
        const details = await findKey(actor, options.key);
        if ("deleted" in details) {
          const { name, at, by } = details.deleted;
          return { json: details, text: sentence`Key ${name} was deleted by ${by} at ${at}.` };
        }
        const traffic = await readKeyTraffic(actor, options.key);
        return { json: { ...details, traffic }, text: formatDetails(details, traffic) };
      }),
    );

  key
    .command("requests")
    .description("List the request log of a key, newest first; it remains after the key is deleted")
    .requiredOption("--workspace <id or slug>", "the workspace")
    .requiredOption("--key <id>", "the key")
    .addOption(new Option("--status <class>", "only responses 2xx, 4xx or 5xx").choices(["2", "4", "5"]))
    .addOption(
      new Option("--endpoint <endpoint>", "only this endpoint").choices(Object.keys(ENDPOINT_LABELS)),
    )
    .option("--from <date|instant>", "the first time: the start of a date in UTC, or an instant")
    .option("--to <date|instant>", "the last minute: the end of a date in UTC, or an instant")
    .option(
      "--json",
      "print one JSON value: {requests: [{id, at, endpoint, method, path, status, durationMs, correlationId, address}]}",
    )
    .addHelpText(
      "after",
      "\nExample: studio key requests --workspace harbour-hotels --key key_0123456789abcdef01234567 --status 4 --from 2026-09-01",
    )
    .action((options) =>
      run(options, async () => {
        const actor = await operatorActor(options.workspace);
        const { status, endpoint } = options;
        const filters = {
          ...{ status, endpoint },
          from: options.from === undefined ? null : parseTime("--from", options.from, "start"),
          to: options.to === undefined ? null : parseTime("--to", options.to, "end"),
        };
        return listOutput({
          name: "requests",
          pages: allPages(async (cursor) => {
            const input = parseInput(listRequestsInput, { ...filters, cursor });
            const { requests, nextCursor } = await listRequests(actor, options.key, input);
            return { items: requests, nextCursor };
          }),
          header: ["TIME", "STATUS", "MS", "METHOD", "PATH", "ADDRESS", "CORRELATION ID"],
          toRow: ({ at, status, durationMs, method, path, address, correlationId }) => [
            ...[at, String(status), String(durationMs)],
            ...[method, path, address, correlationId],
          ],
          empty: "No requests.",
        });
      }),
    );
}

type ExistingKey = Exclude<ApiKeyDetailsDto, { deleted: unknown }>;

function formatDetails(details: ExistingKey, { lastDay, addresses, totalAddresses }: KeyTrafficDto): string {
  const { key, lastSuccess, lastRefusal, replaces, replacedBy, unusedPermissions } = details;
  const origin = (of: typeof lastSuccess) => (of ? ` (${of.path} from ${of.address})` : "");
  const status = key.lastRefusalStatus === null ? "" : `, status ${key.lastRefusalStatus}`;
  const rows: (string[] | false | null)[] = [
    ["ID", key.id],
    ["Name", key.name],
    ["Key", key.masked],
    ["State", key.state],
    ["Agents", formatAgents(key)],
    ["Permissions", key.permissions.join(", ")],
    unusedPermissions.length > 0 && ["Not used for 30 days", unusedPermissions.join(", ")],
    ["Created", sentence`${key.createdAt} by ${key.createdBy}`],
    ["Expires", key.expiresAt],
    ["Last success", formatLastSuccess(key) + origin(lastSuccess)],
    ["Last error", (key.lastRefusalAt ?? "never") + status + origin(lastRefusal)],
    replaces && ["Replaces", sentence`${replaces.name} (${replaces.id})`],
    replacedBy && ["Replaced by", sentence`${replacedBy.name} (${replacedBy.id})`],
    ["Last 24 hours", `${lastDay.requests} requests, ${lastDay.successes} of them successful`],
    ["IP addresses", `${totalAddresses} in all`],
    ...addresses.map(({ address, lastUsedAt, requests }) => [
      "",
      `${address}, last at ${lastUsedAt}, ${requests} requests`,
    ]),
  ];
  return table(rows.filter((row): row is string[] => Array.isArray(row)));
}
