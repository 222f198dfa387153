import { ArrowLeft, Braces } from "lucide-react";
import Link from "next/link";
import { CollapsibleNav } from "../shell/collapsible-nav";
import { NavLink } from "../shell/nav-link";
import { ThemeSelect } from "../shell/theme-select";

interface Props {
  pages: { slug: string; title: string }[];
  theme: "system" | "light" | "dark";
}

/** The navigation of the documentation. On narrow screens it is above the page. */
export function DocsSidebar({ pages, theme }: Props) {
  return (
    <header className="border-line p-4 max-lg:border-b lg:sticky lg:top-0 lg:h-dvh lg:w-60 lg:flex-none lg:overflow-y-auto lg:border-r">
      <CollapsibleNav
        header={
          <Link href="/docs" className="block rounded-xl px-3 py-1.5">
            <span className="block text-xs text-muted">Agent Studio</span>
            <span className="block font-bold">Documentation</span>
          </Link>
        }
      >
        <nav aria-label="Documentation" className="flex flex-col gap-4">
          <ul className="flex flex-col gap-1">
            {pages.map(({ slug, title }) => (
              <li key={slug}>
                <NavLink href={`/docs/${slug}`}>{title}</NavLink>
              </li>
            ))}
          </ul>
          <ul className="border-t border-line pt-4">
            <li>
              <NavLink href="/docs/api">
                <Braces aria-hidden size={18} /> API reference
              </NavLink>
            </li>
          </ul>
        </nav>
        <div className="flex flex-col gap-3 border-t border-line pt-4 lg:mt-auto">
          {/* Not prefetched: for most readers it is the sign-in page. */}
          <Link
            href="/"
            prefetch={false}
            className="flex min-h-9 items-center gap-2 self-start rounded-xl px-3 text-sm text-muted hover:text-ink"
          >
            <ArrowLeft aria-hidden size={16} /> Console
          </Link>
          <div className="pl-3">
            <ThemeSelect initial={theme} />
          </div>
        </div>
      </CollapsibleNav>
    </header>
  );
}
