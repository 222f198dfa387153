import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { AccountPage } from "@/components/account/account-page";
import { accountQuery } from "@/components/account/queries";
import { Providers } from "@/components/shell/providers";
import { readAccount } from "@/lib/auth/read-account";
import { currentPerson } from "@/lib/auth/session";
import { knownZone } from "@/lib/time";

export const metadata: Metadata = { title: "Your account" };

export default async function Page() {
  const person = await currentPerson();
  if (!person) redirect("/sign-in?to=/account");
  const queryClient = new QueryClient();
  await queryClient.fetchQuery(accountQuery(() => readAccount(person)));
  return (
    <Providers now={Date.now()} zone={knownZone((await cookies()).get("tz")?.value)}>
      <HydrationBoundary state={dehydrate(queryClient)}>
        <AccountPage />
      </HydrationBoundary>
    </Providers>
  );
}
