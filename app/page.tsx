import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { NoWorkspace } from "@/components/shell/no-workspace";
import { displayEmail } from "@/lib/core/display-email";
import { readSetupState } from "@/lib/features/auth/read-setup-state";
import { currentUser, currentUserHasPassword, currentWorkspaces } from "@/lib/features/auth/session";

/** Redirects to the last used workspace, to sign-in, or to setup on a server without an admin; explains what to do without a workspace. */
export default async function Home() {
  const user = await currentUser();
  if (!user) redirect((await readSetupState()).open ? "/setup" : "/sign-in");
  const workspaces = await currentWorkspaces();
  const last = (await cookies()).get("workspace")?.value;
  const to = workspaces.find(({ slug }) => slug === last) ?? workspaces[0];
  if (to) redirect(`/${to.slug}`);
  return <NoWorkspace email={displayEmail(user.email)} hasPassword={await currentUserHasPassword()} />;
}
