import { redirect } from "next/navigation";
import { Welcome } from "@/components/shell/welcome";
import { currentPerson, currentWorkspaces } from "@/lib/auth/session";

/** The front door: to the first workspace, to sign-in, or to a plain word for who has no workspace yet. */
export default async function Home() {
  const person = await currentPerson();
  if (!person) redirect("/sign-in");
  const [first] = await currentWorkspaces();
  if (first) redirect(`/${first.slug}`);
  return <Welcome email={person.email} />;
}
