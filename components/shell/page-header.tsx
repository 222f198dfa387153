"use client";

import type { ReactNode } from "react";
import { restoreFocusOnUnmount } from "../ui/focus";

/** A page's heading and what can be done with the whole of it. One of a page on its way gives its focus to the real one. */
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
