"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { UserText } from "../data/user-text";
import { isQueryError, QueryError } from "../feedback/query-error";
import { SignOutButton } from "../shell/sign-out-button";
import { Email } from "../ui/email";
import { AccountLayout } from "./account-layout";
import { PasswordForm } from "./password-form";
import { accountQueryOptions } from "./queries";
import { SessionList } from "./session-list";

/** The user's own account: sessions and password. */
export function AccountPage() {
  const account = useQuery(accountQueryOptions());
  const queryClient = useQueryClient();
  const invalidate = () => queryClient.invalidateQueries({ queryKey: accountQueryOptions().queryKey });
  return (
    <AccountLayout
      user={
        account.data ? (
          <>
            <UserText>{account.data.name}</UserText>, <Email email={account.data.email} />
          </>
        ) : null
      }
      // Unknown until the account has loaded. A needless confirmation is better than a lockout.
      signOut={<SignOutButton hasPassword={account.data?.hasPassword ?? false}>Sign out</SignOutButton>}
    >
      {isQueryError(account) ? <QueryError query={account} resourceName="Your account" /> : null}
      {account.data ? (
        <>
          <SessionList
            sessions={account.data.sessions}
            moreCount={account.data.moreSessions}
            onEnded={invalidate}
          />
          <PasswordForm
            key={String(account.data.hasPassword)}
            email={account.data.email}
            hasPassword={account.data.hasPassword}
            onChanged={invalidate}
          />
        </>
      ) : null}
    </AccountLayout>
  );
}
