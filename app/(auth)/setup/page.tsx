import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SetUpForm } from "@/components/auth/set-up-form";
import { PlainPage } from "@/components/shell/plain-page";
import { setupState } from "@/lib/auth/setup-state";

export const metadata: Metadata = { title: "Set up" };
// Whether there is a member changes from one request to the next.
export const dynamic = "force-dynamic";

export default async function SetupPage() {
  const { open, needsWorkspace } = await setupState();
  if (!open) redirect("/sign-in");
  return (
    <PlainPage title="Create the first admin">
      <SetUpForm needsWorkspace={needsWorkspace} />
    </PlainPage>
  );
}
