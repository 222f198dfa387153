import { useSyncExternalStore } from "react";
import { keyStateAt } from "@/lib/features/api-keys/constants";
import type { ApiKeyDetailsDto } from "@/lib/features/api-keys/contract";
import { useClock } from "../time/clock";
import { CopyField } from "../ui/copy-field";
import { curlCommand } from "./curl-command";

/** The request log of a key without requests: how to send the first one, if the key can. */
export function EmptyRequestLog({
  workspaceId,
  details,
}: {
  workspaceId: string;
  details: ApiKeyDetailsDto;
}) {
  const origin = useOrigin();
  const { now } = useClock();
  if ("deleted" in details || details.key.lastUsedAt) return <p>No requests in the retention period.</p>;
  if (keyStateAt(details.key, now) === "expired") return <p>This key expired before it was used.</p>;
  return (
    <>
      <p className="font-semibold">This key hasn’t been used yet</p>
      <p className="mt-1 mb-4 text-muted">
        Requests will show up here. To send one, set <code translate="no">AGENT_STUDIO_API_KEY</code> and run:
      </p>
      <CopyField
        text={curlCommand(details.key, "$AGENT_STUDIO_API_KEY", workspaceId, origin)}
        label="Copy curl"
        contentLabel="curl line"
      />
    </>
  );
}

const noopSubscribe = () => () => {};

/** The server's origin as the browser sees it. Empty during server rendering, because the server doesn't know it. */
const useOrigin = (): string =>
  useSyncExternalStore(
    noopSubscribe,
    () => window.location.origin,
    () => "",
  );
