import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SetPasswordForm } from "@/components/auth/set-password-form";
import { CenteredCardPage } from "@/components/shell/centered-card-page";
import { displayEmail } from "@/lib/core/display-email";
import { safeRedirect } from "@/lib/features/auth/safe-redirect";
import { currentUser, currentUserHasPassword } from "@/lib/features/auth/session";

export const metadata: Metadata = { title: "Set a password" };

/** Follows a one-time sign-in link, which removed the old password. */
export default async function Page({ searchParams }: { searchParams: Promise<{ to?: string | string[] }> }) {
  const param = (await searchParams).to;
  const to = safeRedirect(typeof param === "string" ? param : "/");
  const user = await currentUser();
  if (!user) redirect("/sign-in?to=/account/password");
  if (await currentUserHasPassword()) redirect(to);
  return (
    <CenteredCardPage title="Set a password">
      <SetPasswordForm email={displayEmail(user.email)} to={to} />
    </CenteredCardPage>
  );
}
