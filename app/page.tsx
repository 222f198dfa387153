import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { Welcome } from "@/components/shell/welcome";
import { currentHasPassword, currentPerson, currentWorkspaces } from "@/lib/auth/session";
import { setupState } from "@/lib/auth/setup-state";

/** Redirects to the last used workspace, to sign-in, or to setup on a server without an admin; explains what to do without a workspace. */
export default async function Home() {
  const person = await currentPerson();
  if (!person) redirect((await setupState()).open ? "/setup" : "/sign-in");
  const own = await currentWorkspaces();
  const last = (await cookies()).get("workspace")?.value;
  const to = own.find(({ slug }) => slug === last) ?? own[0];
  if (to) redirect(`/${to.slug}`);
  return <Welcome email={person.email} hasPassword={await currentHasPassword()} />;
}
