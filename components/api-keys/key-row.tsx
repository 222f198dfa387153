import { clsx } from "clsx";
import { CalendarClock, Pencil, Trash2 } from "lucide-react";
import Link from "next/link";
import { Fragment, type ReactNode } from "react";
import { isolated } from "@/lib/core/bidi";
import { keyStateAt, NO_AGENTS_LEFT, permissionLabel } from "@/lib/features/api-keys/constants";
import type { ApiKeyDto } from "@/lib/features/api-keys/contract";
import { UserText } from "../data/user-text";
import { useClock } from "../time/clock";
import { Instant, RelativeTime } from "../time/instant";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { CopyableCode } from "./copyable-code";
import { LastError, LastSuccess } from "./last-requests";

interface KeyRowLayoutProps {
  /** Absent without edit access. */
  select?: ReactNode;
  selected?: boolean;
  name: ReactNode;
  created: ReactNode;
  scope: ReactNode;
  expiry: ReactNode;
  masked: ReactNode;
  actions: ReactNode;
}

/** The layout of a row. The skeleton shares it, so nothing moves when the rows load. */
export function KeyRowLayout({
  select,
  selected,
  name,
  created,
  scope,
  expiry,
  masked,
  actions,
}: KeyRowLayoutProps) {
  return (
    <div
      className={clsx(
        "@container rounded-row border bg-card p-4 sm:p-5",
        selected ? "border-strong" : "border-line/60",
      )}
    >
      <div className="flex gap-3 @5xl:items-center">
        {select ? <div className="flex-none">{select}</div> : null}
        <div className="grid min-w-0 flex-1 gap-x-5 gap-y-3 @[38rem]:grid-cols-[1fr_1fr_13rem] @5xl:grid-cols-[minmax(11rem,1.3fr)_minmax(8.5rem,1fr)_13rem_16.5rem_5.75rem] @5xl:items-center">
          <div className="min-w-0">
            <div className="font-semibold break-words">{name}</div>
            <div className="text-sm text-muted">{created}</div>
          </div>
          <div className="min-w-0">{scope}</div>
          <div className="flex items-center gap-3">{expiry}</div>
          <div
            className={clsx(
              "min-w-0 @[38rem]:col-span-2 @5xl:col-span-1",
              // In the narrowest rows it fits on one line only below the checkbox.
              select && "@max-xs:-ml-7.5",
            )}
          >
            {masked}
          </div>
          {actions ? <div className="flex gap-1 @[38rem]:justify-self-end">{actions}</div> : null}
        </div>
      </div>
    </div>
  );
}

interface Props {
  apiKey: ApiKeyDto;
  href: string;
  canEdit: boolean;
  selected: boolean;
  /** False while other rows load. */
  selectable: boolean;
  /** @param range with Shift: applies to all rows from the last selected row to this one */
  onSelect: (on: boolean, range: boolean) => void;
  onEdit: () => void;
  onDelete: () => void;
}

export function KeyRow({ apiKey, href, canEdit, selected, selectable, onSelect, onEdit, onDelete }: Props) {
  const { name } = apiKey;
  return (
    <KeyRowLayout
      selected={selected}
      select={
        canEdit ? (
          // A touch target larger than the checkbox, without affecting the layout.
          <label className="-m-3 block p-3 select-none">
            <input
              type="checkbox"
              aria-label={isolated`Select ${name}`}
              checked={selected}
              disabled={!selectable}
              onChange={({ currentTarget, nativeEvent }) =>
                // Mouse and Space both change a checkbox with a click event, which knows the Shift key.
                onSelect(currentTarget.checked, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)
              }
              className="mt-[3px] @5xl:mt-0"
            />
          </label>
        ) : null
      }
      name={
        // Prefetching every key of a long list would cost the server more than it saves on a click.
        <Link href={href} prefetch={false} className="rounded-sm hover:underline">
          <UserText>{name}</UserText>
        </Link>
      }
      created={
        <>
          <RelativeTime at={apiKey.createdAt} prefix="Created" />
          <span className="block">
            <LastSuccess apiKey={apiKey} />
          </span>
          <span className="block empty:hidden">
            <LastError apiKey={apiKey} />
          </span>
        </>
      }
      scope={
        <>
          <Scope agents={apiKey.agents} />
          <ul aria-label="Permissions" className="mt-1.5 flex flex-wrap gap-1.5">
            {apiKey.permissions.map((permission) => (
              <li key={permission}>
                <Badge>{permissionLabel(permission)}</Badge>
              </li>
            ))}
          </ul>
        </>
      }
      expiry={<Expiry apiKey={apiKey} />}
      masked={<MaskedKey name={name} masked={apiKey.masked} />}
      actions={
        canEdit ? (
          <>
            <Button variant="ghost" size="icon" aria-label={isolated`Edit ${name}`} onClick={onEdit}>
              <Pencil aria-hidden size={18} />
            </Button>
            <Button variant="ghost" size="icon" aria-label={isolated`Delete ${name}`} onClick={onDelete}>
              <Trash2 aria-hidden size={18} />
            </Button>
          </>
        ) : null
      }
    />
  );
}

const NAMES_SHOWN = 2;

function Scope({ agents }: { agents: ApiKeyDto["agents"] }) {
  if (agents === null) return <p className="font-medium">All agents</p>;
  if (agents.length === 0) return <p className="text-muted">{NO_AGENTS_LEFT}</p>;
  const shown = agents.slice(0, NAMES_SHOWN);
  const more = agents.length - shown.length;
  return (
    <p className="font-medium break-words">
      {shown.map(({ id, name }, n) => (
        <Fragment key={id}>
          {n > 0 ? <span>, </span> : null}
          <UserText>{name}</UserText>
        </Fragment>
      ))}
      {more > 0 ? <span className="text-muted">{` and ${more} more`}</span> : null}
    </p>
  );
}

const STATES = {
  active: { label: "Expires", className: "text-muted" },
  expiring: { label: "Expires soon", className: "font-semibold text-warn" },
  expired: { label: "Expired", className: "font-semibold text-danger" },
} as const;

function Expiry({ apiKey }: { apiKey: ApiKeyDto }) {
  const { label, className } = STATES[keyStateAt(apiKey, useClock().now)];
  return (
    <>
      <CalendarClock aria-hidden size={20} className="flex-none text-muted" />
      <p>
        <span className={clsx("block text-sm", className)}>{label}</span>
        <span className="font-semibold whitespace-nowrap">
          <Instant at={apiKey.expiresAt} />
        </span>
      </p>
    </>
  );
}

/** The masked key, with a copy button. */
export function MaskedKey({ name, masked }: { name: string; masked: string }) {
  return (
    <CopyableCode
      text={masked}
      label={isolated`Copy masked key of ${name}`}
      copiedMessage="Copied the masked key. The full key can’t be shown again; rotate it to get a new one."
    />
  );
}
