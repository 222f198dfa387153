import { Button } from "../ui/button";
import { Skeleton } from "../ui/skeleton";
import { ACCOUNT_CARD_CLASS, AccountLayout } from "./account-layout";

export function AccountSkeleton() {
  return (
    <AccountLayout user={<Skeleton className="h-5 w-56" />} signOut={<Button pending>Sign out</Button>}>
      <div role="status" className={ACCOUNT_CARD_CLASS}>
        <span className="sr-only">Loading your account…</span>
        <Skeleton className="h-6 w-52" />
        <Skeleton className="mt-4 h-16 w-full" />
      </div>
      <div className={ACCOUNT_CARD_CLASS}>
        <Skeleton className="h-6 w-48" />
        <Skeleton className="mt-4 h-11 w-full" />
      </div>
    </AccountLayout>
  );
}
