import * as Radix from "@radix-ui/react-tooltip";
import { useEffect, useState } from "react";

/** How long the pointer must rest before the tooltip opens. */
const HOVER_DELAY_MS = 300;

interface Props {
  id: string;
  text: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** The popup of a tooltip. Its trigger covers the explained element, which keeps the focus. */
export function TooltipContent({ id, text, open, onOpenChange }: Props) {
  const [trigger, setTrigger] = useState<HTMLElement | null>(null);
  // The pointer may have stopped before this loaded. The browser then reports hover for the element below, not for the
  // trigger, which sees no event.
  useEffect(() => {
    const timer = setTimeout(() => {
      if (trigger?.parentElement?.matches(":hover")) onOpenChange(true);
    }, HOVER_DELAY_MS);
    return () => clearTimeout(timer);
  }, [trigger, onOpenChange]);
  return (
    <Radix.Provider delayDuration={HOVER_DELAY_MS}>
      <Radix.Root open={open} onOpenChange={onOpenChange}>
        <Radix.Trigger asChild>
          <span ref={setTrigger} aria-hidden className="absolute inset-0" />
        </Radix.Trigger>
        {/* Inside the dialog if there is one: assistive technology ignores everything behind it. */}
        <Radix.Portal container={trigger?.closest<HTMLElement>("[role$=dialog], main")}>
          <Radix.Content
            aria-label={text}
            sideOffset={6}
            collisionPadding={8}
            className="z-50 max-w-xs rounded-lg bg-strong px-3 py-1.5 text-sm text-on-strong shadow-lg forced-colors:border"
          >
            <span id={id}>{text}</span>
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
