import { Alert } from "../ui/alert";
import { SessionExpiredLink } from "./session-expired-link";

/** Why something was not done; the code is missing where no answer came. */
export interface DisplayError {
  code?: string;
  message: string;
}

/** Tells why something was not done, and for who was signed out meanwhile the way on. */
export function ActionErrorAlert({ error }: { error: DisplayError | undefined }) {
  if (!error) return null;
  return (
    <Alert tone="danger" live>
      {error.message}
      <SessionExpiredLink code={error.code} />
    </Alert>
  );
}
