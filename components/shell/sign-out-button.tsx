"use client";

import { type ComponentProps, lazy, Suspense, useState } from "react";
import { signOutAction } from "@/lib/features/auth/actions";
import { Button } from "../ui/button";

const ConfirmSignOut = lazy(() =>
  import("./confirm-sign-out").then((module) => ({ default: module.ConfirmSignOut })),
);

interface Props extends ComponentProps<typeof Button> {
  /** False makes the button ask first: without a password, signing out locks the user out. */
  hasPassword: boolean;
}

/** Ends the session and opens the sign-in page. */
export function SignOutButton({ hasPassword, ...button }: Props) {
  const [asking, setAsking] = useState(false);
  if (hasPassword) {
    return (
      <form action={signOutAction}>
        <Button {...button} type="submit" />
      </form>
    );
  }
  return (
    <>
      <Button {...button} onClick={() => setAsking(true)} />
      {asking ? (
        <Suspense>
          <ConfirmSignOut onClose={() => setAsking(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
