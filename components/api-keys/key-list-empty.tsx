import { KeyRound, SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { isolate, isolated } from "@/lib/core/bidi";
import { KEY_STATE_LABELS, PERMISSION_LABELS } from "@/lib/features/api-keys/constants";
import { Button } from "../ui/button";
import { DEFAULT_PARAMS, hasFilters, type ListParams } from "./list-params";

function EmptyState({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <div className="flex flex-col items-center rounded-row border border-dashed border-line px-6 py-14 text-center">
      <span className="mb-4 text-muted">{icon}</span>
      <h2 className="text-lg font-bold">{title}</h2>
      {children}
    </div>
  );
}

/** A workspace without keys. */
export function NoApiKeys({ canEdit, onCreate }: { canEdit: boolean; onCreate: () => void }) {
  return (
    <EmptyState icon={<KeyRound aria-hidden size={32} />} title="No keys yet">
      <p className="mt-2 max-w-md text-muted">
        <span>
          API keys let your systems read conversations and handoffs, or send events. You choose what each key
          can access.
        </span>
        <span>{canEdit ? "" : " Ask an admin for edit access to create one."}</span>
      </p>
      {canEdit ? (
        <Button variant="primary" className="mt-6" onClick={onCreate}>
          Create API key
        </Button>
      ) : null}
    </EmptyState>
  );
}

interface NoResultsProps {
  params: ListParams;
  agentName: string;
  onClear: (next: Partial<ListParams>) => void;
}

/** A search or filters without results, with buttons that clear them. */
export function NoResults({ params, agentName, onClear }: NoResultsProps) {
  const { search, sort: _, ...noFilters } = DEFAULT_PARAMS;
  const filtered = hasFilters({ ...params, search });
  const terms = [
    params.search ? isolated`“${params.search}”` : "",
    params.state ? KEY_STATE_LABELS[params.state] : "",
    params.permission ? PERMISSION_LABELS[params.permission] : "",
    params.agent ? isolate(agentName) : "",
  ].filter(Boolean);
  return (
    <EmptyState icon={<SearchX aria-hidden size={32} />} title="No matching keys">
      <p className="mt-2 max-w-md break-words text-muted">
        {filtered
          ? `No keys match these filters: ${terms.join(", ")}.`
          : isolated`No key matches “${params.search}”. ${params.search.includes("***") ? "The key was deleted, or belongs to another workspace." : "You can search by name, key ID, or the first or last four characters of the key."}`}
      </p>
      <div className="mt-6 flex flex-wrap justify-center gap-3">
        {params.search ? <Button onClick={() => onClear({ search })}>Clear search</Button> : null}
        {filtered ? <Button onClick={() => onClear(noFilters)}>Clear filters</Button> : null}
      </div>
    </EmptyState>
  );
}
