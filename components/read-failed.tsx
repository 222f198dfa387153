"use client";

import { ReadError } from "./get-json";
import { Button } from "./ui/button";
import { Notice } from "./ui/notice";

interface Props {
  error: Error;
  /** What to say when the error itself says nothing to people. */
  fallback: string;
  onRetry: () => void;
}

/** A read that failed: what happened, and another try. */
export function ReadFailed({ error, fallback, onRetry }: Props) {
  return (
    <Notice tone="danger" live>
      <p>{error instanceof ReadError ? error.error.message : fallback}</p>
      <Button size="small" className="mt-3" onClick={onRetry}>
        Try again
      </Button>
    </Notice>
  );
}
