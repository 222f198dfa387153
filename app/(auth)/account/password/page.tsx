import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SetPasswordForm } from "@/components/auth/set-password-form";
import { CenteredCardPage } from "@/components/shell/centered-card-page";
import { safeRedirect } from "@/lib/features/auth/safe-redirect";
import { currentUser, currentUserHasPassword } from "@/lib/features/auth/session";

export const metadata: Metadata = { title: "Set a password" };

/** Follows a one-time sign-in link, which removed the old password. */
export default async function Page({ searchParams }: { searchParams: Promise<{ to?: string | string[] }> }) {
  const asked = (await searchParams).to;
  const to = safeRedirect(typeof asked === "string" ? asked : "/");
  const person = await currentUser();
  if (!person) redirect("/sign-in?to=/account/password");
  if (await currentUserHasPassword()) redirect(to);
  return (
    <CenteredCardPage title="Set a password">
      <SetPasswordForm email={person.email} to={to} />
    </CenteredCardPage>
  );
}
