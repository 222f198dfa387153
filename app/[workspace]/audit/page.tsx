import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { AuditPage } from "@/components/audit/audit-page";
import { auditQuery } from "@/components/audit/queries";
import { auditFilters } from "@/lib/audit/contract";
import { listAudit } from "@/lib/audit/list-audit";
import { listAuditPeople } from "@/lib/audit/list-audit-people";
import { currentZone, memberForPage, readForPage } from "@/lib/auth/session";
import { parseInput } from "@/lib/validate";

export const metadata: Metadata = { title: "Audit" };

interface Props {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ params, searchParams }: Props) {
  const { workspace } = await params;
  const actor = await memberForPage(workspace);
  const filters = parseInput(auditFilters, await searchParams);
  const zone = await currentZone();
  const queryClient = new QueryClient();
  const [people] = await readForPage(() =>
    Promise.all([
      listAuditPeople(actor),
      queryClient.fetchInfiniteQuery(
        auditQuery(workspace, filters, zone, (cursor) => listAudit(actor, { ...filters, cursor, zone })),
      ),
    ]),
  );
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <AuditPage workspace={workspace} people={people} />
    </HydrationBoundary>
  );
}
