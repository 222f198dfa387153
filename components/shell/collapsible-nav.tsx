"use client";

import { Menu, X } from "lucide-react";
import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Button } from "../ui/button";
import { focusHeading } from "../ui/focus";

/** On narrow screens the sidebar is one line and a button that opens the rest; on wide ones it is always open. */
export function CollapsibleNav({ header, children }: { header: ReactNode; children: ReactNode }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const pathname = usePathname();
  const shown = useRef(pathname);
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    // The link that was followed went with its page, or goes with the menu: whoever chose a page has seen the menu.
    if (open || document.activeElement === document.body) {
      // A step back comes to where one was on the page.
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
