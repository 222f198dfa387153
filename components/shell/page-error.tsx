import { Button } from "../ui/button";

/** The error of a page that failed to render. The digest identifies the log line; details stay on the server. */
export function PageError({ digest, onRetry }: { digest: string | undefined; onRetry: () => void }) {
  return (
    <>
      <p className="mb-5 text-muted">
        {`We couldn’t load this page. Try again. If it keeps happening, contact your server administrator${digest ? ` and quote ${digest}` : ""}.`}
      </p>
      <Button variant="primary" onClick={onRetry}>
        Try again
      </Button>
    </>
  );
}
