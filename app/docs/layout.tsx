import type { Metadata } from "next";
import type { ReactNode } from "react";
import { DocsSidebar } from "@/components/docs/docs-sidebar";
import { SkipLink } from "@/components/shell/skip-link";
import { currentTheme } from "../theme";
import { availablePages } from "./read-docs";

export const metadata: Metadata = {
  title: { default: "Documentation · Agent Studio", template: "%s · Agent Studio docs" },
  description: "How to use the Agent Studio APIs with a key.",
};

/** The layout of the documentation. Public, because integrators rarely have an account. */
export default async function DocsLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <SkipLink />
      <div className="lg:flex">
        <DocsSidebar pages={await availablePages()} theme={await currentTheme()} />
        <main id="main" className="w-full min-w-0 flex-1 px-4 py-6 sm:px-8 sm:py-10">
          {children}
        </main>
      </div>
    </>
  );
}
