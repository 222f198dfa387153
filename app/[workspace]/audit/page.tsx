import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { AuditPage } from "@/components/audit/audit-page";
import { auditQueryOptions } from "@/components/audit/queries";
import { parseInput } from "@/lib/core/parse-input";
import { auditFilters } from "@/lib/features/audit/contract";
import { listAudit } from "@/lib/features/audit/list-audit";
import { listAuditUsers } from "@/lib/features/audit/list-audit-users";
import { currentTimeZone, memberForPage, readForPage } from "@/lib/features/auth/session";

export const metadata: Metadata = { title: "Audit" };

interface Props {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ params, searchParams }: Props) {
  const { workspace } = await params;
  const actor = await memberForPage(workspace);
  const filters = parseInput(auditFilters, await searchParams);
  const zone = await currentTimeZone();
  const queryClient = new QueryClient();
  const [users] = await readForPage(() =>
    Promise.all([
      listAuditUsers(actor),
      queryClient.fetchInfiniteQuery(
        auditQueryOptions(workspace, filters, zone, (cursor) =>
          listAudit(actor, { ...filters, cursor, zone }),
        ),
      ),
    ]),
  );
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <AuditPage workspace={workspace} users={users} />
    </HydrationBoundary>
  );
}
