"use client";

import { Menu, X } from "lucide-react";
import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useId, useState } from "react";
import { Button } from "../ui/button";

/** On narrow screens the sidebar is one line and a button that opens the rest; on wide ones it is always open. */
export function Collapsible({ always, children }: { always: ReactNode; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const pathname = usePathname();
  // Whoever chose a page has seen the menu.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the change of page is the event.
  useEffect(() => setOpen(false), [pathname]);
  return (
    <div className="flex flex-col gap-4 lg:h-full">
      <div className="flex items-center justify-between gap-3">
        <div className="min-w-0 flex-1">{always}</div>
        <Button
          variant="ghost"
          size="icon"
          aria-expanded={open}
          aria-controls={id}
          aria-label="Menu"
          className="flex-none lg:hidden"
          onClick={() => setOpen(!open)}
        >
          {open ? <X aria-hidden size={20} /> : <Menu aria-hidden size={20} />}
        </Button>
      </div>
      <div
        id={id}
        className={open ? "flex flex-1 flex-col gap-4" : "flex flex-1 flex-col gap-4 max-lg:hidden"}
      >
        {children}
      </div>
    </div>
  );
}
