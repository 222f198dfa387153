import { Button } from "../ui/button";

/** What a page says that could not be shown. The digest finds the log line; innards stay on the server. */
export function PageError({ digest, onRetry }: { digest: string | undefined; onRetry: () => void }) {
  return (
    <>
      <p className="mb-5 text-muted">
        This page could not be shown. Try again; if it happens again, tell your operator
        {digest ? ` and quote ${digest}` : ""}.
      </p>
      <Button variant="primary" onClick={onRetry}>
        Try again
      </Button>
    </>
  );
}
