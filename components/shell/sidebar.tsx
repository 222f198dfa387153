import { BookOpen, Bot, ChevronsUpDown, History, KeyRound, LogOut, Settings, Users } from "lucide-react";
import type { WorkspaceDto } from "@/lib/features/workspaces/contract";
import { UserText } from "../data/user-text";
import { Email } from "../ui/email";
import { CollapsibleNav } from "./collapsible-nav";
import { NavLink } from "./nav-link";
import { PageLink } from "./page-link";
import { SignOutButton } from "./sign-out-button";
import { type Theme, ThemeSelect } from "./theme-select";

interface Props {
  slug: string;
  workspaces: WorkspaceDto[];
  user: { name: string; email: string };
  /** What the user may see. The sidebar has no link to the rest. */
  canView: { keys: boolean; configuration: boolean };
  theme: Theme;
  hasPassword: boolean;
}

/** The main navigation. On narrow screens it is above the page. */
export function Sidebar({ slug, workspaces, user, canView, theme, hasPassword }: Props) {
  const here = workspaces.find((workspace) => workspace.slug === slug);
  const others = workspaces.filter((workspace) => workspace.slug !== slug);
  return (
    <header className="border-line p-4 max-lg:border-b lg:sticky lg:top-0 lg:h-dvh lg:w-60 lg:flex-none lg:overflow-y-auto lg:border-r">
      <CollapsibleNav header={<WorkspaceSwitcher current={here} others={others} />}>
        <nav aria-label="Workspace" className="flex flex-col gap-4">
          {canView.keys || canView.configuration ? (
            <div>
              <p
                id="nav-configure"
                className="px-3 pb-1 text-xs font-semibold tracking-wide text-muted uppercase"
              >
                Configure
              </p>
              <ul aria-labelledby="nav-configure" className="flex flex-col gap-1">
                <li>
                  {canView.keys ? (
                    <NavLink href={`/${slug}/configure/api-keys`}>
                      <KeyRound aria-hidden size={18} /> API Keys
                    </NavLink>
                  ) : (
                    // Users who can see API keys open it from that page.
                    <NavLink href={`/${slug}/configure/api-keys/configuration`}>
                      <Settings aria-hidden size={18} /> Configuration
                    </NavLink>
                  )}
                </li>
              </ul>
            </div>
          ) : null}
          <ul className="flex flex-wrap gap-1 lg:flex-col">
            <li>
              <NavLink href={`/${slug}/agents`}>
                <Bot aria-hidden size={18} /> Agents
              </NavLink>
            </li>
            <li>
              <NavLink href={`/${slug}/members`}>
                <Users aria-hidden size={18} /> Members
              </NavLink>
            </li>
            {canView.keys ? (
              <li>
                <NavLink href={`/${slug}/audit`}>
                  <History aria-hidden size={18} /> Audit
                </NavLink>
              </li>
            ) : null}
          </ul>
        </nav>
        <div className="flex flex-col gap-3 border-t border-line pt-4 lg:mt-auto">
          <PageLink
            href="/docs"
            className="flex min-h-9 items-center gap-2 self-start rounded-xl px-3 text-sm text-muted hover:text-ink"
          >
            <BookOpen aria-hidden size={16} /> API docs
          </PageLink>
          <div className="pl-3">
            <ThemeSelect initial={theme} />
          </div>
          <div className="flex items-center justify-between gap-1">
            <PageLink href="/account" className="min-w-0 flex-1 rounded-xl py-1.5 pr-1 pl-3 hover:bg-well">
              <span className="sr-only">Your account: </span>
              <span className="block truncate font-semibold">
                <UserText>{user.name}</UserText>
              </span>
              <span className="block text-sm text-muted">
                <Email email={user.email} />
              </span>
            </PageLink>
            <SignOutButton hasPassword={hasPassword} variant="ghost" size="icon" aria-label="Sign out">
              <LogOut aria-hidden size={18} />
            </SignOutButton>
          </div>
        </div>
      </CollapsibleNav>
    </header>
  );
}

function WorkspaceSwitcher({
  current,
  others,
}: {
  current: WorkspaceDto | undefined;
  others: WorkspaceDto[];
}) {
  const title = (
    <span className="min-w-0">
      <span className="block text-xs text-muted">Workspace</span>
      <span className="block truncate font-bold">
        <UserText>{current?.name ?? ""}</UserText>
      </span>
    </span>
  );
  if (others.length === 0) return <div className="px-3 py-1.5">{title}</div>;
  return (
    <details className="group relative">
      <summary className="flex list-none items-center justify-between gap-2 rounded-xl border border-line bg-card px-3 py-1.5 [&::-webkit-details-marker]:hidden">
        {title}
        <ChevronsUpDown aria-hidden size={16} className="flex-none text-muted" />
      </summary>
      <ul className="absolute inset-x-0 top-full z-30 mt-1 max-h-80 overflow-y-auto rounded-xl border border-line bg-card p-1 shadow-lg">
        {others.map((workspace) => (
          <li key={workspace.id}>
            <PageLink
              href={`/${workspace.slug}`}
              className="block truncate rounded-lg px-3 py-2 hover:bg-well"
            >
              <UserText>{workspace.name}</UserText>
            </PageLink>
          </li>
        ))}
      </ul>
    </details>
  );
}
