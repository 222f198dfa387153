import type { Metadata } from "next";
import Link from "next/link";
import { ACTION_WORDS, changeLines } from "@/components/audit/words";
import { PageHeader } from "@/components/shell/page-header";
import { RelativeTime } from "@/components/time/instant";
import { buttonClass } from "@/components/ui/button";
import { listAudit } from "@/lib/audit/list-audit";
import { memberForPage, readForPage } from "@/lib/auth/session";

export const metadata: Metadata = { title: "Audit" };

interface Props {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<{ cursor?: string | string[] }>;
}

export default async function Page({ params, searchParams }: Props) {
  const { workspace } = await params;
  const { cursor } = await searchParams;
  const actor = await memberForPage(workspace);
  const page = await readForPage(() =>
    listAudit(actor, { cursor: typeof cursor === "string" ? cursor : null }),
  );
  return (
    <>
      <PageHeader title="Audit" />
      {page.entries.length === 0 ? <p className="text-muted">Nothing was done here yet.</p> : null}
      <ol className="flex flex-col gap-2">
        {page.entries.map((entry) => (
          <li key={entry.id} className="rounded-row border border-line/60 bg-card px-5 py-4">
            <p className="break-words">
              <span className="font-semibold">{entry.actorName}</span>
              {entry.actorKind === "operator" ? " (operator)" : ""} {ACTION_WORDS[entry.action]}{" "}
              <span className="font-semibold">{entry.targetName}</span>
            </p>
            {changeLines(entry.changes).map((line) => (
              <p key={line} className="text-sm break-words text-muted">
                {line}
              </p>
            ))}
            <p className="mt-1 text-sm text-muted">
              <RelativeTime at={entry.at} />
              {entry.address ? ` from ${entry.address}` : ""}
            </p>
          </li>
        ))}
      </ol>
      {page.nextCursor ? (
        <p className="mt-5 text-center">
          <Link href={`/${workspace}/audit?cursor=${page.nextCursor}`} className={buttonClass({})}>
            Older entries
          </Link>
        </p>
      ) : null}
    </>
  );
}
