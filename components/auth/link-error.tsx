import { Alert } from "../ui/alert";
import { Button, buttonClass } from "../ui/button";

interface Props {
  message: string;
  /** Left out where another try comes to nothing. */
  onRetry?: () => void;
}

/** Why a one-time link did not work, and the ways on: it may have worked before, and the console is open then. */
export function LinkError({ message, onRetry }: Props) {
  return (
    <div className="flex flex-col gap-5">
      <Alert tone="danger" live>
        {message}
      </Alert>
      <div className="flex flex-wrap gap-3">
        {onRetry ? <Button onClick={onRetry}>Try again</Button> : null}
        <a href="/" className={buttonClass({})}>
          To your workspace
        </a>
      </div>
    </div>
  );
}
