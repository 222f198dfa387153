"use client";

import { PageError } from "@/components/shell/page-error";
import { PageHeader } from "@/components/shell/page-header";

interface Props {
  error: Error & { digest?: string };
  retry: () => void;
}

/** The error page within the workspace's layout, so that navigation still works. */
export default function WorkspaceError({ error, retry }: Props) {
  return (
    <>
      <PageHeader title="Something went wrong" />
      <PageError digest={error.digest} onRetry={retry} />
    </>
  );
}
