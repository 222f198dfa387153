import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { buttonClass } from "../ui/button";

/** The frame of the account page and its skeleton. */
export function AccountLayout({
  user,
  signOut,
  children,
}: {
  user: ReactNode;
  signOut: ReactNode;
  children: ReactNode;
}) {
  return (
    <main className="mx-auto flex max-w-2xl flex-col gap-6 px-4 py-6 sm:py-10">
      <div>
        <Link href="/" className={buttonClass({ variant: "ghost", size: "small" }, "-ml-4")}>
          <ArrowLeft aria-hidden size={18} /> Go to workspace
        </Link>
        <div className="mt-2 flex flex-wrap items-center justify-between gap-4">
          <div className="min-w-0">
            <h1 tabIndex={-1} className="text-2xl font-bold outline-none sm:text-[1.75rem]">
              Your account
            </h1>
            {user ? <div className="mt-1 break-words text-muted">{user}</div> : null}
          </div>
          {signOut}
        </div>
      </div>
      {children}
    </main>
  );
}

export const ACCOUNT_CARD_CLASS = "rounded-2xl border border-line bg-card p-5 sm:p-6";
