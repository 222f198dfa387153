"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { Alert } from "../ui/alert";

export const NO_PASSWORD_WARNING =
  "You don’t have a password yet. If you sign out, you’ll need a new sign-in link from your server administrator.";

/** Warns a user who signed in by link and has no password. Setting one returns to the current page. */
export function PasswordReminder({ className }: { className?: string }) {
  const pathname = usePathname();
  return (
    <div className={className}>
      <Alert tone="warn">
        <span>{NO_PASSWORD_WARNING}</span>{" "}
        <Link
          href={`/account/password?${new URLSearchParams({ to: pathname })}`}
          className="font-semibold underline"
        >
          Set a password
        </Link>
      </Alert>
    </div>
  );
}
