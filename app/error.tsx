"use client";

import { CenteredCardPage } from "@/components/shell/centered-card-page";
import { PageError } from "@/components/shell/page-error";

interface Props {
  error: Error & { digest?: string };
  retry: () => void;
}

/** What nobody expected, where not even a workspace could be shown. `retry` asks the server again; `reset` would not. */
export default function ErrorPage({ error, retry }: Props) {
  return (
    <CenteredCardPage title="Something went wrong">
      <PageError digest={error.digest} onRetry={retry} />
    </CenteredCardPage>
  );
}
