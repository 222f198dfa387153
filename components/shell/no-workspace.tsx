import { CenteredCardPage } from "./centered-card-page";
import { PasswordReminder } from "./password-reminder";
import { SignOutButton } from "./sign-out-button";

/** For somebody who has signed in but is a member of no workspace. */
export function NoWorkspace({ email, hasPassword }: { email: string; hasPassword: boolean }) {
  return (
    <CenteredCardPage title="No workspace yet">
      {hasPassword ? null : <PasswordReminder className="mb-5" />}
      <p className="mb-5 text-muted">
        You are signed in as {email}, but no workspace has you as a member. Ask an admin to add you.
      </p>
      <SignOutButton hasPassword={hasPassword}>Sign out</SignOutButton>
    </CenteredCardPage>
  );
}
