"use client";

import Link from "next/link";
import { type ComponentProps, useState } from "react";

/**
 * A link that prefetches its page on hover, touch or focus. By default Next prefetches every visible link, while the current
 * page is still loading.
 */
export function PageLink(props: Omit<ComponentProps<typeof Link>, "prefetch">) {
  const [prefetch, setPrefetch] = useState(false);
  const start = () => setPrefetch(true);
  return <Link {...props} prefetch={prefetch ? null : false} onPointerEnter={start} onFocus={start} />;
}
