"use client";

import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import { isolate } from "@/lib/core/bidi";
import { YEAR_SECONDS } from "@/lib/core/durations";
import { UserText } from "../data/user-text";
import { Select } from "../ui/select";
import { PLACEHOLDERS } from "./placeholders";

interface Named {
  slug: string;
  name: string;
}

/** The values in the examples, and the alternatives. */
export interface ExampleOptions {
  workspaces: Named[];
  workspace: Named;
  /** The agents of the workspace that use Conversations v3. */
  agents: Named[];
  agent: Named | null;
}

/** Shows the workspace and agent in the examples and lets the reader switch them; null for a signed-out reader. */
export function ExampleSelect({ options }: { options: ExampleOptions | null }) {
  const router = useRouter();
  const pathname = usePathname();
  const select = (cookie: "workspace" | "docs-agent") => (slug: string) => {
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
            selected={options.workspace}
            onChange={select("workspace")}
          />
          {options.agent ? (
            <NamedSelect
              label="Agent in the examples"
              options={options.agents}
              selected={options.agent}
              onChange={select("docs-agent")}
            />
          ) : (
            <span>
              This workspace has no agent on Conversations v3 yet. Replace{" "}
              <code translate="no">{PLACEHOLDERS.agent}</code>.
            </span>
          )}
        </>
      ) : (
        <span>
          Replace <code translate="no">{PLACEHOLDERS.workspace}</code> and{" "}
          <code translate="no">{PLACEHOLDERS.agent}</code> with your own, or{" "}
          {/* Not prefetched: few readers sign in. */}
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
  selected: Named;
  onChange: (slug: string) => void;
}

function NamedSelect({ label, options, selected, onChange }: NamedSelectProps) {
  if (options.length < 2)
    return (
      <span className="font-semibold break-words">
        <UserText>{selected.name}</UserText>
      </span>
    );
  const labels = Object.fromEntries(options.map(({ slug, name }) => [slug, isolate(name)]));
  return <Select label={label} value={selected.slug} options={labels} onChange={onChange} />;
}
