"use client";

import { type FocusEvent, lazy, type ReactNode, Suspense, startTransition, useId, useState } from "react";

// A page has many tooltips, and few ever open.
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
  /** Renders the explained element, which must be positioned and focusable, with these props and the popup inside it. */
  children: (wiring: TriggerProps, tip: ReactNode) => ReactNode;
}

/** An explanation on hover and on focus; Escape closes it. The popup loads with the first use. */
export function Tooltip({ text, children }: Props) {
  const id = useId();
  const [requested, setRequested] = useState(false);
  const [open, setOpen] = useState(false);
  const wiring: TriggerProps = {
    onPointerEnter: () => setRequested(true),
    onFocus: ({ currentTarget }) => {
      // Not on a click: the pointer opens it by hover.
      if (!currentTarget.matches(":focus-visible")) return;
      setRequested(true);
      setOpen(true);
    },
    // After the focus has moved: a dialog that loses a child at that moment takes the focus, and the next Tab would come
    // back here.
    onBlur: () => startTransition(() => setOpen(false)),
    "aria-describedby": open ? id : undefined,
  };
  return children(
    wiring,
    requested ? (
      <Suspense fallback={null}>
        <TooltipContent id={id} text={text()} open={open} onOpenChange={setOpen} />
      </Suspense>
    ) : null,
  );
}
