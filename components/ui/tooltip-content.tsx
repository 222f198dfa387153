import * as Radix from "@radix-ui/react-tooltip";
import { useEffect, useState } from "react";

/** How long the pointer rests before it is taken for a question. */
const HOVER_DELAY_MS = 300;

interface Props {
  id: string;
  text: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** What a tooltip shows. Lies over the element that it explains, which stays the one that has the focus. */
export function TooltipContent({ id, text, open, onOpenChange }: Props) {
  const [over, setOver] = useState<HTMLElement | null>(null);
  // The pointer that asked for this may have come to rest before this was there to see it move; browsers then say of
  // what is below, and not yet of this, that it is hovered.
  useEffect(() => {
    const timer = setTimeout(() => {
      if (over?.parentElement?.matches(":hover")) onOpenChange(true);
    }, HOVER_DELAY_MS);
    return () => clearTimeout(timer);
  }, [over, onOpenChange]);
  return (
    <Radix.Provider delayDuration={HOVER_DELAY_MS}>
      <Radix.Root open={open} onOpenChange={onOpenChange}>
        <Radix.Trigger asChild>
          <span ref={setOver} aria-hidden className="absolute inset-0" />
        </Radix.Trigger>
        {/* In the region of the page that it belongs to; behind a dialog, nothing is read out. */}
        <Radix.Portal container={over?.closest<HTMLElement>("[role$=dialog], main")}>
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
