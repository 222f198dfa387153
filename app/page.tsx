import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { Welcome } from "@/components/shell/welcome";
import { currentPerson, currentWorkspaces } from "@/lib/auth/session";

/** The front door: to the workspace used last, to sign-in, or to a plain word for who has no workspace yet. */
export default async function Home() {
  const person = await currentPerson();
  if (!person) redirect("/sign-in");
  const own = await currentWorkspaces();
  const last = (await cookies()).get("workspace")?.value;
  const to = own.find(({ slug }) => slug === last) ?? own[0];
  if (to) redirect(`/${to.slug}`);
  return <Welcome email={person.email} />;
}
