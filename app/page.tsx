import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { NoWorkspace } from "@/components/shell/no-workspace";
import { readSetupState } from "@/lib/features/auth/create-first-admin";
import { currentUser, currentUserHasPassword, currentWorkspaces } from "@/lib/features/auth/session";

/** Redirects to the last used workspace, to sign-in, or to setup on a server without an admin; explains what to do without a workspace. */
export default async function Home() {
  const person = await currentUser();
  if (!person) redirect((await readSetupState()).open ? "/setup" : "/sign-in");
  const own = await currentWorkspaces();
  const last = (await cookies()).get("workspace")?.value;
  const to = own.find(({ slug }) => slug === last) ?? own[0];
  if (to) redirect(`/${to.slug}`);
  return <NoWorkspace email={person.email} hasPassword={await currentUserHasPassword()} />;
}
