import { UserText } from "../data/user-text";
import { CenteredCardPage } from "./centered-card-page";
import { PasswordReminder } from "./password-reminder";
import { SignOutButton } from "./sign-out-button";

/** For a signed-in user who is not a member of any workspace. */
export function NoWorkspace({ email, hasPassword }: { email: string; hasPassword: boolean }) {
  return (
    <CenteredCardPage title="No workspace yet">
      {hasPassword ? null : <PasswordReminder className="mb-5" />}
      <p className="mb-5 text-muted">
        You’re signed in as <UserText>{email}</UserText>, but you aren’t a member of any workspace. Ask a
        workspace admin to invite you.
      </p>
      <SignOutButton hasPassword={hasPassword}>Sign out</SignOutButton>
    </CenteredCardPage>
  );
}
