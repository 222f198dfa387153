import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { CreateFirstAdminForm } from "@/components/auth/create-first-admin-form";
import { CenteredCardPage } from "@/components/shell/centered-card-page";
import { readSetupState } from "@/lib/features/auth/read-setup-state";

export const metadata: Metadata = { title: "Set up" };
// Setup closes once a member exists.
export const dynamic = "force-dynamic";

export default async function SetupPage() {
  const { open, needsWorkspace } = await readSetupState();
  if (!open) redirect("/sign-in");
  return (
    <CenteredCardPage title="Create the first admin">
      <CreateFirstAdminForm needsWorkspace={needsWorkspace} />
    </CenteredCardPage>
  );
}
