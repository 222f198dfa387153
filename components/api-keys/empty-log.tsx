import type { ApiKeyStoryDto } from "@/lib/api-keys/contract";
import { stateAt } from "@/lib/api-keys/terms";
import { useClock } from "../time/clock";
import { Copyable } from "../ui/copyable";
import { curlLine } from "./curl-line";
import { useOrigin } from "./use-origin";

/** What stands in the place of the log of a key without requests: how to make the first, where there can be one. */
export function EmptyLog({ workspaceId, story }: { workspaceId: string; story: ApiKeyStoryDto }) {
  const origin = useOrigin();
  const { now } = useClock();
  if ("deleted" in story) return <p>There are no requests of this key in the log.</p>;
  if (story.key.lastUsedAt)
    return <p>There are no requests of this key in the log: those it had are older than the log reaches.</p>;
  if (stateAt(story.key, now) === "expired") return <p>This key expired without having been used.</p>;
  return (
    <>
      <p className="font-semibold">This key has not been used yet</p>
      <p className="mt-1 mb-4 text-muted">
        Once it is, every request stands here. Try it, with the key itself in AGENT_STUDIO_API_KEY:
      </p>
      <Copyable
        text={curlLine(story.key, "$AGENT_STUDIO_API_KEY", workspaceId, origin)}
        label="Copy curl"
        what="curl line"
      />
    </>
  );
}
