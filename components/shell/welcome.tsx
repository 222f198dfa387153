import { signOutAction } from "@/lib/auth/actions";
import { buttonClass } from "../ui/button";
import { PlainPage } from "./plain-page";

/** For somebody who has signed in but is a member of no workspace. */
export function Welcome({ email }: { email: string }) {
  return (
    <PlainPage title="No workspace yet">
      <p className="mb-5 text-muted">
        You are signed in as {email}, but no workspace has you as a member. Ask an admin to add you.
      </p>
      <form action={signOutAction}>
        <button type="submit" className={buttonClass({ variant: "secondary" })}>
          Sign out
        </button>
      </form>
    </PlainPage>
  );
}
