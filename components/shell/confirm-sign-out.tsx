import Link from "next/link";
import { usePathname } from "next/navigation";
import { signOutAction } from "@/lib/features/auth/actions";
import { Button, buttonClass } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { DialogFooter } from "../ui/dialog-footer";
import { NO_PASSWORD_WARNING } from "./password-reminder";
import { useSignOut } from "./use-sign-out";

/** Asks a user without a password before they sign out. */
export function ConfirmSignOut({ onClose }: { onClose: () => void }) {
  const pathname = usePathname();
  const signOut = useSignOut();
  return (
    <Dialog
      open
      alertDialog
      onClose={onClose}
      title="Sign out without a password?"
      description={NO_PASSWORD_WARNING}
    >
      <DialogFooter>
        <form action={signOutAction} onSubmit={signOut} className="contents">
          <Button type="submit" variant="danger">
            Sign out anyway
          </Button>
        </form>
        <Link
          href={`/account/password?${new URLSearchParams({ to: pathname })}`}
          onClick={onClose}
          data-first-focus
          className={buttonClass({ variant: "primary" })}
        >
          Set a password
        </Link>
      </DialogFooter>
    </Dialog>
  );
}
