"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { isQueryError, QueryError } from "../feedback/query-error";
import { SignOutButton } from "../shell/sign-out-button";
import { Email } from "../ui/email";
import { AccountLayout } from "./account-layout";
import { PasswordForm } from "./password-form";
import { accountQueryOptions } from "./queries";
import { SessionList } from "./session-list";

/** What is one's own, in no workspace: sessions and password. */
export function AccountPage() {
  const account = useQuery(accountQueryOptions());
  const queryClient = useQueryClient();
  const changed = () => queryClient.invalidateQueries({ queryKey: accountQueryOptions().queryKey });
  return (
    <AccountLayout
      user={
        account.data ? (
          <>
            {account.data.name}, <Email email={account.data.email} />
          </>
        ) : null
      }
      // Unknown until the account is loaded: asking once too often is better than a lockout.
      signOut={<SignOutButton hasPassword={account.data?.hasPassword ?? false}>Sign out</SignOutButton>}
    >
      {isQueryError(account) ? <QueryError query={account} resourceName="Your account" /> : null}
      {account.data ? (
        <>
          <SessionList
            sessions={account.data.sessions}
            moreCount={account.data.moreSessions}
            onEnded={changed}
          />
          <PasswordForm
            key={String(account.data.hasPassword)}
            email={account.data.email}
            hasPassword={account.data.hasPassword}
            onChanged={changed}
          />
        </>
      ) : null}
    </AccountLayout>
  );
}
