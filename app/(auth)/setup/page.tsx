import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { CreateFirstAdminForm } from "@/components/auth/create-first-admin-form";
import { CenteredCardPage } from "@/components/shell/centered-card-page";
import { buttonClass } from "@/components/ui/button";
import { AppError } from "@/lib/core/errors";
import { readSetupState } from "@/lib/features/auth/read-setup-state";
import { currentUser } from "@/lib/features/auth/session";

export const metadata: Metadata = { title: "Set up" };
// Setup closes once a member exists.
export const dynamic = "force-dynamic";

export default async function SetupPage() {
  const { open, needsWorkspace } = await readSetupState();
  if (!open && (await currentUser())) redirect("/");
  return open ? (
    <CenteredCardPage title="Create the first admin">
      <CreateFirstAdminForm needsWorkspace={needsWorkspace} />
    </CenteredCardPage>
  ) : (
    <CenteredCardPage title="Setup is complete">
      <p className="mb-5">{new AppError("SETUP_DONE").message}</p>
      <Link href="/sign-in" className={buttonClass({ variant: "primary" })}>
        Sign in
      </Link>
    </CenteredCardPage>
  );
}
