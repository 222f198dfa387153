"use client";

import { useEffect, useRef, useState } from "react";
import { redeemLinkAction } from "@/lib/features/auth/actions";
import { consumeUrlToken, INCOMPLETE_LINK_MESSAGE } from "./consume-url-token";
import { LinkError } from "./link-error";

/** A link works once: where no answer came, it may have done so. */
const SIGN_IN_OUTCOME_UNKNOWN =
  "The server did not answer, so it is not known whether you are signed in. Go to your workspace to see, or try again.";

/** Signs in by the one-time link that opened the page. */
export function RedeemLink() {
  const [problem, setProblem] = useState<{ message: string; final?: boolean }>();
  const token = useRef<string | null>(null);
  const redeem = () => {
    if (!token.current) return setProblem({ message: INCOMPLETE_LINK_MESSAGE, final: true });
    setProblem(undefined);
    redeemLinkAction(token.current).then(
      (result) => {
        if (result.ok) return;
        setProblem({ message: result.error.message, final: result.error.code === "LINK_NOT_VALID" });
      },
      (error: unknown) => {
        if (error instanceof Error && "digest" in error) throw error;
        setProblem({ message: SIGN_IN_OUTCOME_UNKNOWN });
      },
    );
  };
  const begin = useRef(redeem);
  useEffect(() => {
    // A link works once, and development renders effects twice.
    if (token.current !== null) return;
    token.current = consumeUrlToken();
    begin.current();
  }, []);
  if (!problem) return <p role="status">Signing you in…</p>;
  return <LinkError message={problem.message} onRetry={problem.final ? undefined : redeem} />;
}
