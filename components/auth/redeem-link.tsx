"use client";

import { useEffect, useRef, useState } from "react";
import { redeemLinkAction } from "@/lib/features/auth/actions";
import { callAction } from "../feedback/call-action";
import { consumeUrlToken, INCOMPLETE_LINK_MESSAGE } from "./consume-url-token";
import { LinkError } from "./link-error";

/** A link works once. Without a response, it may have been used. */
const SIGN_IN_OUTCOME_UNKNOWN =
  "No response from the server. You may or may not be signed in: go to your workspace to check, or try again.";

/** Redeems the sign-in link that opened the page. */
export function RedeemLink() {
  const [error, setError] = useState<{ message: string; final?: boolean }>();
  const token = useRef<string | null>(null);
  const redeem = async () => {
    const value = token.current;
    if (!value) return setError({ message: INCOMPLETE_LINK_MESSAGE, final: true });
    setError(undefined);
    const result = await callAction(() => redeemLinkAction(value), SIGN_IN_OUTCOME_UNKNOWN);
    if (result.ok) return;
    setError({ message: result.error.message, final: result.error.code === "LINK_NOT_VALID" });
  };
  const redeemOnce = useRef(redeem);
  useEffect(() => {
    // A link works once, and development runs effects twice.
    if (token.current !== null) return;
    token.current = consumeUrlToken();
    void redeemOnce.current();
  }, []);
  if (!error) return <p role="status">Signing you in…</p>;
  return <LinkError message={error.message} onRetry={error.final ? undefined : () => void redeem()} />;
}
