"use client";

import { useEffect, useRef, useState } from "react";
import { redeemLinkAction } from "@/lib/auth/actions";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { INCOMPLETE_LINK, takeToken } from "./take-token";

/** Signs in by the one-time link that opened the page. */
export function RedeemLink() {
  const [problem, setProblem] = useState<string>();
  const token = useRef<string | null>(null);
  const redeem = () => {
    if (!token.current) return setProblem(INCOMPLETE_LINK);
    setProblem(undefined);
    redeemLinkAction(token.current).then(
      (result) => {
        if (!result.ok) setProblem(result.error.message);
      },
      (error: unknown) => {
        if (error instanceof Error && "digest" in error) throw error;
        setProblem("The server cannot be reached. Check your connection, then try again.");
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
  return (
    <div className="flex flex-col gap-5">
      <Notice tone="danger" live>
        {problem}
      </Notice>
      {token.current ? <Button onClick={redeem}>Try again</Button> : null}
    </div>
  );
}
