"use client";

import { type ComponentProps, lazy, Suspense, useState } from "react";
import { signOutAction } from "@/lib/features/auth/actions";
import { Button } from "../ui/button";

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
  if (hasPassword) {
    return (
      <form action={signOutAction}>
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
