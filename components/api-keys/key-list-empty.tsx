import { KeyRound, SearchX } from "lucide-react";
import type { ReactNode } from "react";
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

/** Before the first key. */
export function NoApiKeys({ canEdit, onCreate }: { canEdit: boolean; onCreate: () => void }) {
  return (
    <EmptyState icon={<KeyRound aria-hidden size={32} />} title="No keys yet">
      <p className="mt-2 max-w-md text-muted">
        A key lets a program read conversations and handoffs or send events, as far as you allow.
        {canEdit ? "" : " An admin, or a member with edit access, can make the first one."}
      </p>
      {canEdit ? (
        <Button variant="primary" className="mt-6" onClick={onCreate}>
          Make the first key
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

/** A search or filter that found nothing. The keys are still there: it says what hides them and takes that away. */
export function NoResults({ params, agentName, onClear }: NoResultsProps) {
  const { search, sort: _, ...plain } = DEFAULT_PARAMS;
  const filtered = hasFilters({ ...params, search });
  const told = [
    params.search ? `“${params.search}”` : "",
    params.state ? KEY_STATE_LABELS[params.state] : "",
    params.permission ? PERMISSION_LABELS[params.permission] : "",
    params.agent ? agentName : "",
  ].filter(Boolean);
  return (
    <EmptyState icon={<SearchX aria-hidden size={32} />} title="No key matches">
      <p className="mt-2 max-w-md break-words text-muted">
        {filtered
          ? `There are no keys with all of this: ${told.join(", ")}.`
          : `Nothing has “${params.search}” in its name, as its ID, or as the first or last four characters of its secret.`}
      </p>
      <div className="mt-6 flex flex-wrap justify-center gap-3">
        {params.search ? <Button onClick={() => onClear({ search })}>Clear search</Button> : null}
        {filtered ? <Button onClick={() => onClear(plain)}>Clear filters</Button> : null}
      </div>
    </EmptyState>
  );
}
