import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AccountPage } from "@/components/account/account-page";
import { accountQuery } from "@/components/account/queries";
import { Providers } from "@/components/shell/providers";
import { ThemeChoice } from "@/components/shell/theme-choice";
import { readAccount } from "@/lib/auth/read-account";
import { currentPerson, currentZone } from "@/lib/auth/session";
import { chosenTheme } from "../theme";

export const metadata: Metadata = { title: "Your account" };

export default async function Page() {
  const person = await currentPerson();
  if (!person) redirect("/sign-in?to=/account");
  const queryClient = new QueryClient();
  await queryClient.fetchQuery(accountQuery(() => readAccount(person)));
  return (
    <Providers now={Date.now()} zone={await currentZone()}>
      <HydrationBoundary state={dehydrate(queryClient)}>
        <AccountPage />
      </HydrationBoundary>
      <footer className="mx-auto flex max-w-2xl justify-start px-4 pb-6">
        <ThemeChoice initial={await chosenTheme()} />
      </footer>
    </Providers>
  );
}
