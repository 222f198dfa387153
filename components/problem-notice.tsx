import { SignInAgain } from "./sign-in-again";
import { Notice } from "./ui/notice";

/** Why something was not done; the code is missing where no answer came. */
export interface Problem {
  code?: string;
  message: string;
}

/** Tells why something was not done, and for who was signed out meanwhile the way on. */
export function ProblemNotice({ problem }: { problem: Problem | undefined }) {
  if (!problem) return null;
  return (
    <Notice tone="danger" live>
      {problem.message}
      <SignInAgain code={problem.code} />
    </Notice>
  );
}
