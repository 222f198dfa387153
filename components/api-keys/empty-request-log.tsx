import { keyStateAt } from "@/lib/features/api-keys/constants";
import type { ApiKeyDetailsDto } from "@/lib/features/api-keys/contract";
import { useClock } from "../time/clock";
import { CopyField } from "../ui/copy-field";
import { curlCommand } from "./curl-command";
import { useOrigin } from "./use-origin";

/** What stands in the place of the log of a key without requests: how to make the first, where there can be one. */
export function EmptyRequestLog({
  workspaceId,
  details,
}: {
  workspaceId: string;
  details: ApiKeyDetailsDto;
}) {
  const origin = useOrigin();
  const { now } = useClock();
  if ("deleted" in details) return <p>There are no requests of this key in the log.</p>;
  if (details.key.lastUsedAt)
    return <p>There are no requests of this key in the log: those it had are older than the log reaches.</p>;
  if (keyStateAt(details.key, now) === "expired") return <p>This key expired without having been used.</p>;
  return (
    <>
      <p className="font-semibold">This key has not been used yet</p>
      <p className="mt-1 mb-4 text-muted">
        Once it is, every request stands here. Try it, with the key itself in AGENT_STUDIO_API_KEY:
      </p>
      <CopyField
        text={curlCommand(details.key, "$AGENT_STUDIO_API_KEY", workspaceId, origin)}
        label="Copy curl"
        contentLabel="curl line"
      />
    </>
  );
}
