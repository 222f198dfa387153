import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AccountPage } from "@/components/account/account-page";
import { accountQueryOptions } from "@/components/account/queries";
import { Providers } from "@/components/shell/providers";
import { ThemeSelect } from "@/components/shell/theme-select";
import { readAccount } from "@/lib/features/auth/read-account";
import { currentTimeZone, currentUser } from "@/lib/features/auth/session";
import { currentTheme } from "../theme";

export const metadata: Metadata = { title: "Your account" };

export default async function Page() {
  const user = await currentUser();
  if (!user) redirect("/sign-in?to=/account");
  const queryClient = new QueryClient();
  await queryClient.fetchQuery(accountQueryOptions(() => readAccount(user)));
  return (
    <Providers now={Date.now()} zone={await currentTimeZone()}>
      <HydrationBoundary state={dehydrate(queryClient)}>
        <AccountPage />
      </HydrationBoundary>
      <footer className="mx-auto flex max-w-2xl justify-start px-4 pb-6">
        <ThemeSelect initial={await currentTheme()} />
      </footer>
    </Providers>
  );
}
