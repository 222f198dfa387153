"use client";

import { CenteredCardPage } from "@/components/shell/centered-card-page";
import { PageError } from "@/components/shell/page-error";

interface Props {
  error: Error & { digest?: string };
  retry: () => void;
}

/** The error page outside of a workspace. `retry` fetches the page again; `reset` would only render it again. */
export default function ErrorPage({ error, retry }: Props) {
  return (
    <CenteredCardPage title="Something went wrong">
      <PageError digest={error.digest} onRetry={retry} />
    </CenteredCardPage>
  );
}
