"use client";

import { Menu, X } from "lucide-react";
import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Button } from "../ui/button";
import { focusHeading } from "../ui/focus";

/** A sidebar that is always open on wide screens, and collapses to a header with a menu button on narrow ones. */
export function CollapsibleNav({ header, children }: { header: ReactNode; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const pathname = usePathname();
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    // The link that had the focus is removed with its page, or hidden with the menu.
    if (open || document.activeElement === document.body) {
      // Going back restores the scroll position.
      focusHeading({ preventScroll: true });
    }
    setOpen(false);
  }, [pathname, open]);
  return (
    <div className="flex flex-col gap-4 lg:h-full">
      <div className="flex items-center justify-between gap-3">
        <div className="min-w-0 flex-1">{header}</div>
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
