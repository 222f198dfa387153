import type { ReactNode } from "react";
import { PasswordReminder } from "@/components/shell/password-reminder";
import { Providers } from "@/components/shell/providers";
import { Sidebar } from "@/components/shell/sidebar";
import { SkipLink } from "@/components/shell/skip-link";
import { accessOf } from "@/lib/actor";
import { currentHasPassword, currentWorkspaces, currentZone, memberForPage } from "@/lib/auth/session";
import { chosenTheme } from "../theme";

interface Props {
  params: Promise<{ workspace: string }>;
  children: ReactNode;
}

export default async function WorkspaceLayout({ params, children }: Props) {
  const { workspace } = await params;
  const person = await memberForPage(workspace);
  const hasPassword = await currentHasPassword();
  return (
    // By the user: what another one has read or changed in this tab is not kept.
    <Providers
      key={person.userId}
      workspace={workspace}
      userId={person.userId}
      now={Date.now()}
      zone={await currentZone()}
    >
      <SkipLink />
      <div className="lg:flex">
        <Sidebar
          slug={workspace}
          workspaces={await currentWorkspaces()}
          person={{ name: person.name, email: person.email }}
          sees={{
            keys: accessOf(person, "api_keys") !== "none",
            configuration: accessOf(person, "response_configuration") !== "none",
          }}
          theme={await chosenTheme()}
          hasPassword={hasPassword}
        />
        <main id="main" className="mx-auto w-full max-w-6xl min-w-0 px-4 py-6 sm:px-8 sm:py-10">
          {hasPassword ? null : <PasswordReminder className="mb-6" />}
          {children}
        </main>
      </div>
    </Providers>
  );
}
