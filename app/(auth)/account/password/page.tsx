import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SetPasswordForm } from "@/components/auth/set-password-form";
import { PlainPage } from "@/components/shell/plain-page";
import { safeTarget } from "@/lib/auth/safe-target";
import { currentHasPassword, currentPerson } from "@/lib/auth/session";

export const metadata: Metadata = { title: "Set a password" };

/** Follows a one-time sign-in link, which removed the old password. */
export default async function Page({ searchParams }: { searchParams: Promise<{ to?: string | string[] }> }) {
  const asked = (await searchParams).to;
  const to = safeTarget(typeof asked === "string" ? asked : "/");
  const person = await currentPerson();
  if (!person) redirect("/sign-in?to=/account/password");
  if (await currentHasPassword()) redirect(to);
  return (
    <PlainPage title="Set a password">
      <SetPasswordForm email={person.email} to={to} />
    </PlainPage>
  );
}
