import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { PageLink } from "../shell/page-link";
import { buttonClass } from "../ui/button";
import { restoreFocusOnUnmount } from "../ui/focus";

interface Props {
  workspace: string;
  name: ReactNode;
  badge?: ReactNode;
  children?: ReactNode;
}

/** The heading of a key's page, with the back link and actions. */
export function KeyHeader({ workspace, name, badge, children }: Props) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-4">
      <div className="flex min-w-0 items-start gap-2">
        <PageLink
          href={`/${workspace}/configure/api-keys`}
          aria-label="Back to API keys"
          className={buttonClass({ variant: "ghost", size: "icon" }, "-ml-2.5 flex-none")}
        >
          <ArrowLeft aria-hidden size={20} />
        </PageLink>
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1 pt-1.5 sm:pt-1">
          <h1
            ref={restoreFocusOnUnmount}
            tabIndex={-1}
            className="min-w-0 text-2xl font-bold break-words outline-none sm:text-[1.75rem]"
          >
            {name}
          </h1>
          {badge}
        </div>
      </div>
      {children ? (
        <div className="flex flex-wrap gap-3 max-sm:gap-2 max-sm:*:px-4 max-sm:[&_svg]:hidden">
          {children}
        </div>
      ) : null}
    </div>
  );
}
