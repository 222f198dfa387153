import { Button } from "../ui/button";
import { Skeleton } from "../ui/skeleton";
import { ACCOUNT_CARD, AccountFrame } from "./account-frame";

/** One's account while it is on its way. */
export function AccountPending() {
  return (
    <AccountFrame person={<Skeleton className="h-5 w-56" />} signOut={<Button busy>Sign out</Button>}>
      <div role="status" className={ACCOUNT_CARD}>
        <span className="sr-only">Loading your account…</span>
        <Skeleton className="h-6 w-52" />
        <Skeleton className="mt-4 h-16 w-full" />
      </div>
      <div className={ACCOUNT_CARD}>
        <Skeleton className="h-6 w-48" />
        <Skeleton className="mt-4 h-11 w-full" />
      </div>
    </AccountFrame>
  );
}
