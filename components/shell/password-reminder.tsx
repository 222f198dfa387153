"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { Notice } from "../ui/notice";
import { NO_PASSWORD } from "./no-password";

/** Warns a user who signed in by link and has no password. Setting one returns to the current page. */
export function PasswordReminder({ className }: { className?: string }) {
  const here = usePathname();
  return (
    <div className={className}>
      <Notice tone="warn">
        {NO_PASSWORD}{" "}
        <Link
          href={`/account/password?${new URLSearchParams({ to: here })}`}
          className="font-semibold underline"
        >
          Set a password
        </Link>
      </Notice>
    </div>
  );
}
