import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { SignInForm } from "@/components/auth/sign-in-form";
import { CenteredCardPage } from "@/components/shell/centered-card-page";
import { ClearToasts } from "@/components/ui/toast";
import { readSetupState } from "@/lib/features/auth/read-setup-state";
import { safeRedirect } from "@/lib/features/auth/safe-redirect";
import { currentUser } from "@/lib/features/auth/session";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ to?: string | string[] }>;
}) {
  const param = (await searchParams).to;
  const to = typeof param === "string" ? param : "/";
  if (await currentUser()) redirect(safeRedirect(to));
  const { open } = await readSetupState();
  return (
    <CenteredCardPage title="Sign in">
      {/* The next user must not see the toasts of the previous one, nor their Undo. */}
      <ClearToasts />
      <SignInForm to={to} />
      <p className="mt-6 text-sm text-muted">
        {open ? (
          <>
            This server has no admin yet. <Link href="/setup">Create the first admin</Link>
          </>
        ) : (
          "No account yet? An admin of your workspace can invite you. Forgot your password? Ask your server administrator for a sign-in link."
        )}
      </p>
    </CenteredCardPage>
  );
}
