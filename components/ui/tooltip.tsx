"use client";

import { type FocusEvent, lazy, type ReactNode, Suspense, startTransition, useId, useState } from "react";

// A page has many of these, and few are ever asked.
const TooltipContent = lazy(() =>
  import("./tooltip-content").then((module) => ({ default: module.TooltipContent })),
);

interface TriggerProps {
  onPointerEnter: () => void;
  onFocus: (event: FocusEvent) => void;
  onBlur: () => void;
  "aria-describedby": string | undefined;
}

interface Props {
  text: () => string;
  /** Gets what the element needs, which must be positioned and able to take the focus, and what goes inside it. */
  children: (wiring: TriggerProps, tip: ReactNode) => ReactNode;
}

/** More about something, on hover and on focus; Escape puts it away. What shows it is fetched with the first of them. */
export function Tooltip({ text, children }: Props) {
  const id = useId();
  const [asked, setAsked] = useState(false);
  const [open, setOpen] = useState(false);
  const wiring: TriggerProps = {
    onPointerEnter: () => setAsked(true),
    onFocus: ({ currentTarget }) => {
      // Not for a click: whoever clicks is there already.
      if (!currentTarget.matches(":focus-visible")) return;
      setAsked(true);
      setOpen(true);
    },
    // Not before the focus has arrived: a dialog that loses something meanwhile takes the focus to itself, and on the
    // next press it would be back here.
    onBlur: () => startTransition(() => setOpen(false)),
    "aria-describedby": open ? id : undefined,
  };
  return children(
    wiring,
    asked ? (
      <Suspense fallback={null}>
        <TooltipContent id={id} text={text()} open={open} onOpenChange={setOpen} />
      </Suspense>
    ) : null,
  );
}
