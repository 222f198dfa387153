"use client";

import { PageError } from "@/components/shell/page-error";
import { PageHeader } from "@/components/shell/page-header";

interface Props {
  error: Error & { digest?: string };
  retry: () => void;
}

/** One page of a workspace that broke: the way to the others stays. */
export default function WorkspaceError({ error, retry }: Props) {
  return (
    <>
      <PageHeader title="Something broke on our side" />
      <PageError digest={error.digest} onRetry={retry} />
    </>
  );
}
