import { Alert } from "../ui/alert";
import { Button } from "../ui/button";

/** Why an action failed. */
export interface DisplayError {
  code?: string;
  message: string;
}

/** Shows why an action failed, with a way out where there is one. */
export function ActionErrorAlert({ error }: { error: DisplayError | undefined }) {
  if (!error) return null;
  return (
    <Alert tone="danger" live>
      <span>{error.message}</span>
      <ErrorRecovery code={error.code} />
    </Alert>
  );
}

/**
 * The way out of an error. After `NOT_SIGNED_IN`: a sign-in link in a new tab, so that the page keeps what was entered. After
 * `OTHER_VERSION`: a reload. Nothing for other codes.
 */
export function ErrorRecovery({ code }: { code: string | undefined }) {
  if (code === "OTHER_VERSION") {
    return (
      <div className="mt-3">
        <Button size="small" onClick={() => window.location.reload()}>
          Reload
        </Button>
      </div>
    );
  }
  if (code !== "NOT_SIGNED_IN") return null;
  return (
    <a
      href="/sign-in"
      target="_blank"
      rel="noreferrer"
      className="mt-2 block w-fit font-semibold underline underline-offset-4"
    >
      Sign in in a new tab
    </a>
  );
}
