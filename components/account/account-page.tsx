"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { signOutAction } from "@/lib/auth/actions";
import { hasFailed, ReadFailed } from "../read-failed";
import { Button, buttonClass } from "../ui/button";
import { PasswordForm } from "./password-form";
import { accountQuery } from "./queries";
import { SessionList } from "./session-list";

/** What is one's own, in no workspace: sessions and password. */
export function AccountPage() {
  const account = useQuery(accountQuery());
  const queryClient = useQueryClient();
  const changed = () => queryClient.invalidateQueries({ queryKey: accountQuery().queryKey });
  return (
    <main className="mx-auto flex max-w-2xl flex-col gap-6 px-4 py-6 sm:py-10">
      <div>
        <Link href="/" className={buttonClass({ variant: "ghost", size: "small" }, "-ml-4")}>
          <ArrowLeft aria-hidden size={18} /> To your workspace
        </Link>
        <div className="mt-2 flex flex-wrap items-center justify-between gap-4">
          <h1 tabIndex={-1} className="text-2xl font-bold outline-none sm:text-[1.75rem]">
            Your account
          </h1>
          <form action={signOutAction}>
            <Button type="submit">Sign out</Button>
          </form>
        </div>
        {account.data ? (
          <p className="mt-1 break-words text-muted">
            {account.data.name}, {account.data.email}
          </p>
        ) : null}
      </div>
      {hasFailed(account) ? <ReadFailed query={account} what="Your account" /> : null}
      {account.data ? (
        <>
          <SessionList sessions={account.data.sessions} onEnded={changed} />
          <PasswordForm
            key={String(account.data.hasPassword)}
            email={account.data.email}
            hasPassword={account.data.hasPassword}
            onChanged={changed}
          />
        </>
      ) : null}
    </main>
  );
}
