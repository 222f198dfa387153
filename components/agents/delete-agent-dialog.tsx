"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { deleteAgentAction } from "@/lib/features/agents/actions";
import { MAX_CONVERSATIONS_COUNTED } from "@/lib/features/agents/constants";
import type { AgentDeletionPreviewDto, AgentDto } from "@/lib/features/agents/contract";
import { phrase, UserText } from "../data/user-text";
import { ConfirmDialog } from "../dialogs/confirm-dialog";
import { isQueryError, QueryError } from "../feedback/query-error";
import { useToast } from "../ui/toast";
import { agentDeletionQueryOptions } from "./queries";

interface Props {
  workspace: string;
  agent: AgentDto;
  onClose: () => void;
}

/** Confirms the deletion of an agent and shows what will be deleted with it. */
export function DeleteAgentDialog({ workspace, agent, onClose }: Props) {
  const router = useRouter();
  const toast = useToast();
  const deletion = useQuery(agentDeletionQueryOptions(workspace, agent.id));
  return (
    <ConfirmDialog
      title={phrase`Delete ${agent.name}?`}
      description="This deletes the agent for everyone. It can’t be undone."
      label="Delete agent"
      pendingLabel="Deleting…"
      isLoading={!deletion.data}
      run={() => deleteAgentAction(workspace, { id: agent.id })}
      onDone={({ name }) => {
        toast(phrase`Deleted “${name}”.`);
        router.refresh();
      }}
      onClose={onClose}
    >
      {/* A live region: the button is disabled until this has loaded. */}
      <div role="status">
        {deletion.isPending ? <p>Checking what will be deleted…</p> : null}
        {deletion.data ? <Consequences {...deletion.data} /> : null}
      </div>
      {isQueryError(deletion) ? <QueryError query={deletion} resourceName="What will be deleted" /> : null}
    </ConfirmDialog>
  );
}

function Consequences({ conversations, keys, moreKeys }: AgentDeletionPreviewDto) {
  return (
    <ul className="flex list-disc flex-col gap-2 pl-5">
      <li>{conversationsMessage(conversations)}</li>
      <li>Its runtime token stops working: calls in progress are no longer recorded.</li>
      <li>Keys for all agents keep working for your other agents.</li>
      {keys.length === 0 ? <li>No keys are limited to this agent.</li> : null}
      {keys.length > 0 ? (
        <li>
          <span>
            {keys.length === 1 ? "This key will lose access to it:" : "These keys will lose access to it:"}
          </span>
          <ul aria-label="Keys that lose access" className="mt-1 max-h-40 overflow-y-auto">
            {keys.map(({ id, name, last }) => (
              <li key={id} className="break-words">
                <strong>
                  <UserText>{name}</UserText>
                </strong>
                {last ? <span> (no agents left)</span> : null}
              </li>
            ))}
            {moreKeys > 0 ? <li>{`and ${moreKeys.toLocaleString("en-GB")} more`}</li> : null}
          </ul>
        </li>
      ) : null}
    </ul>
  );
}

function conversationsMessage(conversations: number): string {
  if (conversations === 0) return "It has no conversations.";
  if (conversations === 1) return "1 conversation will be deleted.";
  const max = MAX_CONVERSATIONS_COUNTED.toLocaleString("en-GB");
  if (conversations > MAX_CONVERSATIONS_COUNTED) return `More than ${max} conversations will be deleted.`;
  return `${conversations.toLocaleString("en-GB")} conversations will be deleted.`;
}
