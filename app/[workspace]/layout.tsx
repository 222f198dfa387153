import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { Providers } from "@/components/shell/providers";
import { Sidebar } from "@/components/shell/sidebar";
import { SkipLink } from "@/components/shell/skip-link";
import { accessOf } from "@/lib/actor";
import { currentWorkspaces, memberForPage } from "@/lib/auth/session";
import { knownZone } from "@/lib/time";

interface Props {
  params: Promise<{ workspace: string }>;
  children: ReactNode;
}

export default async function WorkspaceLayout({ params, children }: Props) {
  const { workspace } = await params;
  const person = await memberForPage(workspace);
  const jar = await cookies();
  const theme = jar.get("theme")?.value;
  return (
    <Providers workspace={workspace} now={Date.now()} zone={knownZone(jar.get("tz")?.value)}>
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
          theme={theme === "light" || theme === "dark" ? theme : "system"}
        />
        <main id="main" className="mx-auto w-full max-w-6xl min-w-0 px-4 py-6 sm:px-8 sm:py-10">
          {children}
        </main>
      </div>
    </Providers>
  );
}
