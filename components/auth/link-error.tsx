import { Alert } from "../ui/alert";
import { Button, buttonClass } from "../ui/button";

interface Props {
  message: string;
  /** Omitted if a retry cannot succeed. */
  onRetry?: () => void;
}

/** Why a one-time link failed, with a link to the workspace: the user may be signed in already. */
export function LinkError({ message, onRetry }: Props) {
  return (
    <div className="flex flex-col gap-5">
      <Alert tone="danger" live>
        {message}
      </Alert>
      <div className="flex flex-wrap gap-3">
        {onRetry ? <Button onClick={onRetry}>Try again</Button> : null}
        <a href="/" className={buttonClass({})}>
          Go to workspace
        </a>
      </div>
    </div>
  );
}
