"use client";

import { PageBroke } from "@/components/shell/page-broke";
import { PlainPage } from "@/components/shell/plain-page";

interface Props {
  error: Error & { digest?: string };
  retry: () => void;
}

/** What nobody expected, where not even a workspace could be shown. `retry` asks the server again; `reset` would not. */
export default function ErrorPage({ error, retry }: Props) {
  return (
    <PlainPage title="Something broke on our side">
      <PageBroke digest={error.digest} onRetry={retry} />
    </PlainPage>
  );
}
