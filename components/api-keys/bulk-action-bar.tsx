import { clsx } from "clsx";
import { LoaderCircle, Trash2 } from "lucide-react";
import { useRef } from "react";
import type { ApiKeyDto } from "@/lib/features/api-keys/contract";
import { Button } from "../ui/button";
import { focusHeading } from "../ui/focus";
import type { Selection } from "./use-selection";

interface Props {
  keys: ApiKeyDto[];
  /** Whether more keys match than are shown. */
  hasMore: boolean;
  filtered: boolean;
  /** False while the number of results is unknown. */
  loaded: boolean;
  /** Null without edit access. */
  selection: Selection | null;
  /** Whether the rows are the selected keys instead of the results. */
  onlySelected: boolean;
  onToggleSelected: () => void;
  disabled: boolean;
  onDelete: () => void;
}

/** The number of results; with a selection, the actions for it, including selected keys that are not shown. */
export function BulkActionBar(props: Props) {
  const { keys, hasMore, filtered, loaded, selection, onlySelected, onToggleSelected, disabled, onDelete } =
    props;
  const selectAll = useRef<HTMLInputElement>(null);
  const selected = selection?.keys.size ?? 0;
  const shownSelected = keys.filter(({ id }) => selection?.keys.has(id)).length;
  const hidden = selected - shownSelected;
  const noun = filtered ? "result" : "key";
  const count = `${keys.length}${hasMore ? "+" : ""} ${keys.length === 1 && !hasMore ? noun : `${noun}s`}`;
  const all = keys.length > 0 && shownSelected === keys.length;
  const bar = selected > 0 || onlySelected;
  const selectionText = `${selected} selected${hidden > 0 ? `, ${hidden} not in view` : ""}`;
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
              selectAll.current = element;
              if (element) element.indeterminate = shownSelected > 0 && !all;
            }}
            onChange={(event) => selection.setAll(event.currentTarget.checked)}
          />
          <span aria-hidden className={clsx("text-sm", bar && "max-sm:hidden")}>
            Select all
          </span>
        </label>
      ) : null}
      {/* Always rendered: screen readers announce only changes inside an existing live region. */}
      <p
        role="status"
        className={clsx("text-sm", bar ? "font-semibold" : "text-muted", selection && "ml-auto")}
      >
        {bar ? selectionText : loaded && (filtered || keys.length > 0) ? count : null}
      </p>
      {/* The rows below are still the previous ones. Screen readers get the result in the status above. */}
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
              // The button disappears: keep the focus on the page.
              if (selectAll.current) selectAll.current.focus();
              else focusHeading();
            }}
          >
            Clear
          </Button>
          <Button
            size="small"
            variant="danger"
            className="min-h-11! max-sm:px-2.5"
            pending={selected === 0}
            onClick={onDelete}
          >
            <Trash2 aria-hidden size={16} className="max-sm:hidden" /> Delete
            <span className="sr-only">
              {selected === 1 ? "the selected key" : `${selected} selected keys`}
            </span>
          </Button>
        </div>
      ) : null}
    </div>
  );
}
