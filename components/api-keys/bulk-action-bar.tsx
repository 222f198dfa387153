import { clsx } from "clsx";
import { LoaderCircle, Trash2 } from "lucide-react";
import { useRef } from "react";
import type { ApiKeyDto } from "@/lib/features/api-keys/contract";
import { Button } from "../ui/button";
import { focusHeading } from "../ui/focus";
import type { Selection } from "./use-selection";

interface Props {
  keys: ApiKeyDto[];
  /** Whether there are more than the rows shown. */
  hasMore: boolean;
  filtered: boolean;
  /** False while nobody knows yet what is found. */
  loaded: boolean;
  /** Null for who may only look. */
  selection: Selection | null;
  /** Whether the rows are those that were selected, whatever the list is asked for. */
  onlySelected: boolean;
  onToggleSelected: () => void;
  disabled: boolean;
  onDelete: () => void;
}

/** How many keys there are, as far as is known, and what can be done with those that are selected, shown or not. */
export function BulkActionBar(props: Props) {
  const { keys, hasMore, filtered, loaded, selection, onlySelected, onToggleSelected, disabled, onDelete } =
    props;
  const box = useRef<HTMLInputElement>(null);
  const chosen = selection?.keys.size ?? 0;
  const shownChosen = keys.filter(({ id }) => selection?.keys.has(id)).length;
  const hidden = chosen - shownChosen;
  const count = `${keys.length}${hasMore ? "+" : ""} ${keys.length === 1 && !hasMore ? "key" : "keys"}`;
  const all = keys.length > 0 && shownChosen === keys.length;
  const bar = chosen > 0 || onlySelected;
  return (
    <div
      className={clsx(
        keys.length === 0 && !bar
          ? "sr-only"
          : "z-20 mb-2 flex min-h-13 flex-wrap items-center gap-x-2 gap-y-1 rounded-row sm:gap-x-3 pr-1.5 pl-4 sm:pl-5",
        bar && "sticky top-2 border border-line bg-card py-1 shadow-md",
      )}
    >
      {selection && keys.length > 0 ? (
        <label className="-m-2 flex items-center gap-3 p-2 font-medium">
          <input
            type="checkbox"
            aria-label="Select all keys shown"
            disabled={disabled}
            checked={all}
            ref={(element) => {
              box.current = element;
              if (element) element.indeterminate = shownChosen > 0 && !all;
            }}
            onChange={(event) => selection.setAll(event.currentTarget.checked)}
          />
          <span aria-hidden className={clsx("text-sm", bar && "max-sm:hidden")}>
            All shown
          </span>
        </label>
      ) : null}
      {/* There at all times, also when it is not seen: only what changes in it is read out. */}
      <p
        role="status"
        className={clsx("text-sm", bar ? "font-semibold" : "text-muted", selection && "ml-auto")}
      >
        {bar ? `${chosen} selected${hidden > 0 ? `, ${hidden} not in view` : ""}` : null}
        {!bar && loaded && (filtered || keys.length > 0) ? `${count}${filtered ? " found" : ""}` : null}
      </p>
      {/* The rows below are still those of before. Whoever does not see this hears of what comes. */}
      {!bar && disabled ? (
        <p aria-hidden className="flex items-center gap-2 text-sm text-muted">
          <LoaderCircle size={15} className="animate-spin" /> Loading…
        </p>
      ) : null}
      {bar ? (
        <div className="flex flex-wrap gap-2">
          {hidden > 0 || onlySelected ? (
            <Button size="small" className="min-h-11! max-sm:px-2.5" onClick={onToggleSelected}>
              {onlySelected ? "Show all" : "Show selected"}
            </Button>
          ) : null}
          <Button
            size="small"
            className="min-h-11! max-sm:px-2.5"
            onClick={() => {
              selection?.clear();
              // The button is gone then, and the focus must not be.
              if (box.current) box.current.focus();
              else focusHeading();
            }}
          >
            Clear
          </Button>
          <Button
            size="small"
            variant="danger"
            className="min-h-11! max-sm:px-2.5"
            pending={chosen === 0}
            onClick={onDelete}
          >
            <Trash2 aria-hidden size={16} className="max-sm:hidden" /> Delete
            <span className="sr-only">{chosen === 1 ? "the selected key" : `${chosen} selected keys`}</span>
          </Button>
        </div>
      ) : null}
    </div>
  );
}
