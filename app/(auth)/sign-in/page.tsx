import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { SignInForm } from "@/components/auth/sign-in-form";
import { PlainPage } from "@/components/shell/plain-page";
import { safeTarget } from "@/lib/auth/safe-target";
import { currentPerson } from "@/lib/auth/session";
import { setupState } from "@/lib/auth/setup-state";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ to?: string | string[] }>;
}) {
  const asked = (await searchParams).to;
  const to = typeof asked === "string" ? asked : "/";
  if (await currentPerson()) redirect(safeTarget(to));
  const { open } = await setupState();
  return (
    <PlainPage title="Sign in">
      <SignInForm to={to} />
      <p className="mt-6 text-sm text-muted">
        {open ? (
          <>
            This server has no admin yet. <Link href="/setup">Set up the first admin</Link>
          </>
        ) : (
          "No account yet? An admin of your workspace can invite you. Forgot your password? Ask your server administrator for a sign-in link."
        )}
      </p>
    </PlainPage>
  );
}
