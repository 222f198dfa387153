import { redirect } from "next/navigation";
import { accessOf } from "@/lib/features/actor";
import { memberForPage } from "@/lib/features/auth/session";

/** Redirects to the first page that the member has access to. */
export default async function WorkspaceHome({ params }: { params: Promise<{ workspace: string }> }) {
  const { workspace } = await params;
  const actor = await memberForPage(workspace);
  if (accessOf(actor, "api_keys") !== "none") redirect(`/${workspace}/configure/api-keys`);
  if (accessOf(actor, "response_configuration") !== "none") {
    redirect(`/${workspace}/configure/api-keys/configuration`);
  }
  redirect(`/${workspace}/agents`);
}
