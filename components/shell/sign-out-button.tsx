"use client";

import { type ComponentProps, lazy, Suspense, useState } from "react";
import { signOutAction } from "@/lib/features/auth/actions";
import { Button } from "../ui/button";
import { useSignOut } from "./use-sign-out";

const ConfirmSignOut = lazy(() =>
  import("./confirm-sign-out").then((module) => ({ default: module.ConfirmSignOut })),
);

interface Props extends ComponentProps<typeof Button> {
  /** If false, the button asks first: without a password, signing out locks the user out. */
  hasPassword: boolean;
}

/** Ends the session and opens the sign-in page. */
export function SignOutButton({ hasPassword, ...button }: Props) {
  const [confirming, setConfirming] = useState(false);
  const signOut = useSignOut();
  if (hasPassword) {
    return (
      <form action={signOutAction} onSubmit={signOut}>
        <Button {...button} type="submit" />
      </form>
    );
  }
  return (
    <>
      <Button {...button} onClick={() => setConfirming(true)} />
      {confirming ? (
        <Suspense>
          <ConfirmSignOut onClose={() => setConfirming(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
