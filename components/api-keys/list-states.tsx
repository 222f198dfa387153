import { KeyRound, SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../ui/button";

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
export function NoKeys({ canEdit, onCreate }: { canEdit: boolean; onCreate: () => void }) {
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

/** A search that found nothing. */
export function NoMatch({ search, onClear }: { search: string; onClear: () => void }) {
  return (
    <EmptyState icon={<SearchX aria-hidden size={32} />} title="No key matches">
      <p className="mt-2 max-w-md break-words text-muted">
        Nothing has “{search}” in its name, as its id, or as the first or last four characters of its secret.
      </p>
      <Button className="mt-6" onClick={onClear}>
        Clear search
      </Button>
    </EmptyState>
  );
}
