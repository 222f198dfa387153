import * as Radix from "@radix-ui/react-tooltip";
import type { ReactNode } from "react";

/** More about something, on hover and on focus; Escape puts it away. The child must be able to take the focus. */
export function Tooltip({ text, children }: { text: string; children: ReactNode }) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-w-xs rounded-lg bg-strong px-3 py-1.5 text-sm text-on-strong shadow-lg forced-colors:border"
        >
          {text}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export const TooltipProvider = Radix.Provider;
