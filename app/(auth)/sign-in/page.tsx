import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignInForm } from "@/components/auth/sign-in-form";
import { PlainPage } from "@/components/shell/plain-page";
import { safeTarget } from "@/lib/auth/safe-target";
import { currentPerson } from "@/lib/auth/session";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ to?: string | string[] }>;
}) {
  const asked = (await searchParams).to;
  const to = typeof asked === "string" ? asked : "/";
  if (await currentPerson()) redirect(safeTarget(to));
  return (
    <PlainPage title="Sign in">
      <SignInForm to={to} />
      <p className="mt-6 text-sm text-muted">
        No account yet? An admin of your workspace can invite you. Password forgotten? Whoever runs this
        server can make you a sign-in link.
      </p>
    </PlainPage>
  );
}
