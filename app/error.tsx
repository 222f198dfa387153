"use client";

import { PlainPage } from "@/components/shell/plain-page";
import { Button } from "@/components/ui/button";

/** What nobody expected. The digest finds the log line; innards stay on the server. */
export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <PlainPage title="Something broke on our side">
      <p className="mb-5 text-muted">
        Nothing of yours was changed. Try again; if it happens again, tell your operator
        {error.digest ? ` and quote ${error.digest}` : ""}.
      </p>
      <Button variant="primary" onClick={reset}>
        Try again
      </Button>
    </PlainPage>
  );
}
