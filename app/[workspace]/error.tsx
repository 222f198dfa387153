"use client";

import { PageBroke } from "@/components/shell/page-broke";
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
      <PageBroke digest={error.digest} onRetry={retry} />
    </>
  );
}
