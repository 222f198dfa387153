"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { deleteAgentAction } from "@/lib/features/agents/actions";
import { MAX_CONVERSATIONS_COUNTED } from "@/lib/features/agents/constants";
import type { AgentDeletionPreviewDto, AgentDto } from "@/lib/features/agents/contract";
import { ConfirmDialog } from "../dialogs/confirm-dialog";
import { isQueryError, QueryError } from "../feedback/query-error";
import { useToast } from "../ui/toast";
import { agentDeletionQueryOptions } from "./queries";

interface Props {
  workspace: string;
  agent: AgentDto;
  onClose: () => void;
}

/** Asks once, with everything that goes with the agent. */
export function DeleteAgentDialog({ workspace, agent, onClose }: Props) {
  const router = useRouter();
  const announce = useToast();
  const deletion = useQuery(agentDeletionQueryOptions(workspace, agent.id));
  return (
    <ConfirmDialog
      title={`Delete ${agent.name}?`}
      description="It is gone for everybody at once, and this cannot be undone."
      label="Delete agent"
      pendingLabel="Deleting…"
      isLoading={!deletion.data}
      run={() => deleteAgentAction(workspace, { id: agent.id })}
      onDone={({ name }) => {
        announce(`Deleted ${name}.`);
        router.refresh();
      }}
      onClose={onClose}
    >
      {/* Read out as it comes: the button waits for it. */}
      <div role="status">
        {deletion.isPending ? <p>Looking up what goes with it…</p> : null}
        {deletion.data ? <Consequences {...deletion.data} /> : null}
      </div>
      {isQueryError(deletion) ? <QueryError query={deletion} resourceName="What goes with it" /> : null}
    </ConfirmDialog>
  );
}

function Consequences({ conversations, keys, moreKeys }: AgentDeletionPreviewDto) {
  return (
    <ul className="flex list-disc flex-col gap-2 pl-5">
      <li>{conversationsMessage(conversations)}</li>
      <li>Its runtime token is refused: calls under way are no longer recorded.</li>
      <li>Keys for all agents keep working for the others.</li>
      {keys.length === 0 ? <li>No key lists it.</li> : null}
      {keys.length > 0 ? (
        <li>
          {keys.length === 1 ? "This key lists it and loses it:" : "These keys list it and lose it:"}
          <ul aria-label="Keys that lose it" className="mt-1 max-h-40 overflow-y-auto">
            {keys.map(({ id, name, last }) => (
              <li key={id} className="break-words">
                <strong>{name}</strong>
                {last ? ", which then covers nothing" : null}
              </li>
            ))}
            {moreKeys > 0 ? <li>and {moreKeys.toLocaleString("en-GB")} more</li> : null}
          </ul>
        </li>
      ) : null}
    </ul>
  );
}

function conversationsMessage(conversations: number): string {
  if (conversations === 0) return "It has no conversations.";
  if (conversations === 1) return "Its one conversation goes with it.";
  const most = MAX_CONVERSATIONS_COUNTED.toLocaleString("en-GB");
  if (conversations > MAX_CONVERSATIONS_COUNTED) return `Its conversations, more than ${most}, go with it.`;
  return `Its ${conversations.toLocaleString("en-GB")} conversations go with it.`;
}
