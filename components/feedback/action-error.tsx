import { Alert } from "../ui/alert";

/** Why an action failed. */
export interface DisplayError {
  code?: string;
  message: string;
}

/** Shows why an action failed, with a way to sign in again if the session has expired. */
export function ActionErrorAlert({ error }: { error: DisplayError | undefined }) {
  if (!error) return null;
  return (
    <Alert tone="danger" live>
      {error.message}
      <SessionExpiredLink code={error.code} />
    </Alert>
  );
}

/** After `NOT_SIGNED_IN`: a sign-in link in a new tab, so that the page keeps what was entered. Nothing for other codes. */
export function SessionExpiredLink({ code }: { code: string | undefined }) {
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
