"use client";

import type { ReactNode } from "react";
import { restoreFocusOnUnmount } from "../ui/focus";

/** The heading and the actions of a page. The heading of a skeleton passes its focus on to the one of the page. */
export function PageHeader({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="mb-6 flex flex-wrap items-center justify-between gap-x-6 gap-y-4">
      <h1
        ref={restoreFocusOnUnmount}
        tabIndex={-1}
        className="text-2xl font-bold outline-none sm:text-[1.75rem]"
      >
        {title}
      </h1>
      {children ? <div className="flex flex-wrap gap-3 max-sm:*:px-4">{children}</div> : null}
    </div>
  );
}
