"use client";

import { clsx } from "clsx";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { PageLink } from "./page-link";

/** A link of the sidebar, marked when its page or one below it is open. */
export function NavLink({ href, children }: { href: string; children: ReactNode }) {
  const pathname = usePathname();
  const current = pathname === href || pathname.startsWith(`${href}/`);
  return (
    <PageLink
      href={href}
      aria-current={current ? "page" : undefined}
      className={clsx(
        "flex min-h-10 items-center gap-2.5 rounded-xl px-3 font-medium",
        // Where the system has colours of its own, the ground tells nothing.
        current
          ? "bg-card text-ink shadow-xs forced-colors:underline forced-colors:underline-offset-4"
          : "text-muted hover:bg-well hover:text-ink",
      )}
    >
      {children}
    </PageLink>
  );
}
