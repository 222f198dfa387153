import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { SignInForm } from "@/components/auth/sign-in-form";
import { PlainPage } from "@/components/shell/plain-page";
import { currentPerson } from "@/lib/auth/session";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ to?: string | string[] }>;
}) {
  const { to } = await searchParams;
  if (await currentPerson()) redirect("/");
  return (
    <PlainPage title="Sign in">
      <SignInForm to={typeof to === "string" ? to : "/"} />
    </PlainPage>
  );
}
