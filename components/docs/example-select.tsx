"use client";

import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import { YEAR_SECONDS } from "@/lib/core/durations";
import { Select } from "../ui/select";
import { PLACEHOLDERS } from "./placeholders";

interface Named {
  slug: string;
  name: string;
}

/** Whose values the examples have, and what else the reader may choose. Null for a reader who is signed out. */
export interface ExampleOptions {
  workspaces: Named[];
  workspace: Named;
  /** Agents of the workspace that the API serves. */
  agents: Named[];
  agent: Named | null;
}

/** Says what the examples are filled in with, and lets the reader choose. */
export function ExampleSelect({ options }: { options: ExampleOptions | null }) {
  const router = useRouter();
  const pathname = usePathname();
  const choose = (cookie: "workspace" | "docs-agent") => (slug: string) => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing over plain http.
    document.cookie = `${cookie}=${slug}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
    router.refresh();
  };
  return (
    <section
      aria-label="Values in the examples"
      className="mb-6 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-row border border-line/60 bg-card px-4 py-3 text-[0.9375rem]"
    >
      {options ? (
        <>
          <span className="text-muted">Examples use</span>
          <NamedSelect
            label="Workspace in the examples"
            options={options.workspaces}
            chosen={options.workspace}
            onChange={choose("workspace")}
          />
          {options.agent ? (
            <NamedSelect
              label="Agent in the examples"
              options={options.agents}
              chosen={options.agent}
              onChange={choose("docs-agent")}
            />
          ) : (
            <span>
              This workspace has no agent on Conversations v3 yet. Replace <code>{PLACEHOLDERS.agent}</code>.
            </span>
          )}
        </>
      ) : (
        <span>
          Replace <code>{PLACEHOLDERS.workspace}</code> and <code>{PLACEHOLDERS.agent}</code> with your own,
          or {/* Not fetched ahead: few readers sign in. */}
          <Link
            href={`/sign-in?${new URLSearchParams({ to: pathname })}`}
            prefetch={false}
            className="underline"
          >
            sign in
          </Link>{" "}
          to fill them in.
        </span>
      )}
    </section>
  );
}

interface NamedSelectProps {
  label: string;
  options: Named[];
  chosen: Named;
  onChange: (slug: string) => void;
}

function NamedSelect({ label, options, chosen, onChange }: NamedSelectProps) {
  if (options.length < 2) return <span className="font-semibold break-words">{chosen.name}</span>;
  const words = Object.fromEntries(options.map(({ slug, name }) => [slug, name]));
  return <Select label={label} value={chosen.slug} options={words} onChange={onChange} />;
}
