"use client";

import { clsx } from "clsx";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { PageLink } from "./page-link";

/** A sidebar link, marked as current on its page and the pages below it. */
export function NavLink({ href, children }: { href: string; children: ReactNode }) {
  const pathname = usePathname();
  const current = pathname === href || pathname.startsWith(`${href}/`);
  return (
    <PageLink
      href={href}
      aria-current={current ? "page" : undefined}
      className={clsx(
        "flex min-h-10 items-center gap-2.5 rounded-xl px-3 font-medium",
        // In forced colors mode the background is not shown.
        current
          ? "bg-card text-ink shadow-xs forced-colors:underline forced-colors:underline-offset-4"
          : "text-muted hover:bg-well hover:text-ink",
      )}
    >
      {children}
    </PageLink>
  );
}
