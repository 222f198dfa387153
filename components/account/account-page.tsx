"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { hasFailed, ReadFailed } from "../read-failed";
import { SignOutButton } from "../shell/sign-out-button";
import { Email } from "../ui/email";
import { AccountFrame } from "./account-frame";
import { PasswordForm } from "./password-form";
import { accountQuery } from "./queries";
import { SessionList } from "./session-list";

/** What is one's own, in no workspace: sessions and password. */
export function AccountPage() {
  const account = useQuery(accountQuery());
  const queryClient = useQueryClient();
  const changed = () => queryClient.invalidateQueries({ queryKey: accountQuery().queryKey });
  return (
    <AccountFrame
      person={
        account.data ? (
          <>
            {account.data.name}, <Email address={account.data.email} />
          </>
        ) : null
      }
      // Unknown until the account is loaded: asking once too often is better than a lockout.
      signOut={<SignOutButton hasPassword={account.data?.hasPassword ?? false}>Sign out</SignOutButton>}
    >
      {hasFailed(account) ? <ReadFailed query={account} what="Your account" /> : null}
      {account.data ? (
        <>
          <SessionList sessions={account.data.sessions} more={account.data.moreSessions} onEnded={changed} />
          <PasswordForm
            key={String(account.data.hasPassword)}
            email={account.data.email}
            hasPassword={account.data.hasPassword}
            onChanged={changed}
          />
        </>
      ) : null}
    </AccountFrame>
  );
}
