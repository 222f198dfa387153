import type { ReactNode } from "react";
import type { ApiKeyDto } from "@/lib/features/api-keys/contract";
import type { UsageCounts } from "@/lib/features/usage/contract";
import { UserText } from "../data/user-text";
import { formatRecentUsage } from "../usage/format";
import type { KeyUsageGroups, KeyWithUsage } from "./group-keys-by-usage";
import { LastError, LastSuccess } from "./last-requests";

interface Props {
  keys: ApiKeyDto[];
  /** Undefined while the usage is unknown. */
  groups: KeyUsageGroups | undefined;
}

/** A scrollable list of all keys by name, keys in use first. */
export function KeysByUsage({ keys, groups }: Props) {
  return (
    <section
      aria-label="Keys to delete"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard.
      tabIndex={0}
      className="flex max-h-72 flex-col gap-4 overflow-y-auto rounded-xl bg-well px-4 py-3"
    >
      {groups ? (
        <>
          <Group title="In use" keys={groups.inUse} />
          <Group title="Only failed requests" keys={groups.onlyFailed} />
          <Group title="Not used in the last 24 hours" keys={groups.unused} />
          <Group title="Already deleted" keys={groups.deleted.map((key) => ({ key }))} />
        </>
      ) : (
        <ul className="flex flex-col gap-2">
          {keys.map((key) => (
            <Row key={key.id} apiKey={key} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Group({
  title,
  keys,
}: {
  title: string;
  keys: (Omit<KeyWithUsage, "use"> & { use?: UsageCounts })[];
}) {
  if (keys.length === 0) return null;
  return (
    <div>
      <h3 className="mb-1.5 text-sm font-semibold text-muted">
        {`${title} (${keys.length.toLocaleString("en-GB")})`}
      </h3>
      <ul aria-label={title} className="flex flex-col gap-2">
        {keys.map(({ key, use }) => (
          <Row key={key.id} apiKey={key}>
            {use && use.requests > 0 ? <span className="block">{formatRecentUsage(use)}</span> : null}
          </Row>
        ))}
      </ul>
    </div>
  );
}

function Row({ apiKey, children }: { apiKey: ApiKeyDto; children?: ReactNode }) {
  return (
    <li>
      <span className="font-semibold break-words">
        <UserText>{apiKey.name}</UserText>
      </span>
      <span className="block text-sm text-muted">
        {children}
        <LastSuccess apiKey={apiKey} textOnly />
        {apiKey.lastRefusalAt ? (
          <>
            <span> · </span>
            <LastError apiKey={apiKey} textOnly />
          </>
        ) : null}
      </span>
    </li>
  );
}
