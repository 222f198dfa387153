import type { ReactNode } from "react";
import { PasswordReminder } from "@/components/shell/password-reminder";
import { Providers } from "@/components/shell/providers";
import { Sidebar } from "@/components/shell/sidebar";
import { SkipLink } from "@/components/shell/skip-link";
import { TranslationBoundary } from "@/components/ui/translation-boundary";
import { displayEmail } from "@/lib/core/display-email";
import { accessOf } from "@/lib/features/actor";
import {
  currentTimeZone,
  currentUserHasPassword,
  currentWorkspaces,
  memberForPage,
} from "@/lib/features/auth/session";
import { currentTheme } from "../theme";

interface Props {
  params: Promise<{ workspace: string }>;
  children: ReactNode;
}

export default async function WorkspaceLayout({ params, children }: Props) {
  const { workspace } = await params;
  const member = await memberForPage(workspace);
  const hasPassword = await currentUserHasPassword();
  return (
    // Keyed by user: state of another user in this tab is dropped.
    <Providers
      key={member.userId}
      workspace={workspace}
      userId={member.userId}
      now={Date.now()}
      zone={await currentTimeZone()}
    >
      <SkipLink />
      <div className="lg:flex">
        <TranslationBoundary>
          <Sidebar
            slug={workspace}
            workspaces={await currentWorkspaces()}
            user={{ name: member.name, email: displayEmail(member.email) }}
            canView={{
              keys: accessOf(member, "api_keys") !== "none",
              configuration: accessOf(member, "response_configuration") !== "none",
            }}
            theme={await currentTheme()}
            hasPassword={hasPassword}
          />
        </TranslationBoundary>
        <main id="main" className="mx-auto w-full max-w-6xl min-w-0 px-4 py-6 sm:px-8 sm:py-10">
          {hasPassword ? null : <PasswordReminder className="mb-6" />}
          {children}
        </main>
      </div>
    </Providers>
  );
}
