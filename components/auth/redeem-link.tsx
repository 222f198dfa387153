"use client";

import { useEffect, useRef, useState } from "react";
import { redeemLinkAction } from "@/lib/auth/actions";
import { LinkProblem } from "./link-problem";
import { INCOMPLETE_LINK, takeToken } from "./take-token";

/** A link works once: where no answer came, it may have done so. */
const NO_ANSWER_TO_LINK =
  "The server did not answer, so it is not known whether you are signed in. Go to your workspace to see, or try again.";

/** Signs in by the one-time link that opened the page. */
export function RedeemLink() {
  const [problem, setProblem] = useState<{ message: string; final?: boolean }>();
  const token = useRef<string | null>(null);
  const redeem = () => {
    if (!token.current) return setProblem({ message: INCOMPLETE_LINK, final: true });
    setProblem(undefined);
    redeemLinkAction(token.current).then(
      (result) => {
        if (result.ok) return;
        setProblem({ message: result.error.message, final: result.error.code === "LINK_NOT_VALID" });
      },
      (error: unknown) => {
        if (error instanceof Error && "digest" in error) throw error;
        setProblem({ message: NO_ANSWER_TO_LINK });
      },
    );
  };
  const begin = useRef(redeem);
  useEffect(() => {
    // A link works once, and development renders effects twice.
    if (token.current !== null) return;
    token.current = takeToken();
    begin.current();
  }, []);
  if (!problem) return <p role="status">Signing you in…</p>;
  return <LinkProblem message={problem.message} onRetry={problem.final ? undefined : redeem} />;
}
