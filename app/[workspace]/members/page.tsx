import type { Metadata } from "next";
import { PageHeader } from "@/components/shell/page-header";
import { Cell, Table } from "@/components/shell/table";
import { RelativeTime } from "@/components/time/instant";
import { memberForPage } from "@/lib/auth/session";
import type { MemberDto } from "@/lib/members/contract";
import { listMembers } from "@/lib/members/list-members";

export const metadata: Metadata = { title: "Members" };

const may = ({ role, access }: MemberDto) =>
  role === "admin"
    ? "Everything"
    : `API keys: ${access.api_keys}. Configuration: ${access.response_configuration}.`;

export default async function Page({ params }: { params: Promise<{ workspace: string }> }) {
  const members = await listMembers(await memberForPage((await params).workspace));
  return (
    <>
      <PageHeader title="Members" />
      <p className="mb-6 max-w-2xl text-muted">
        Who can sign in to this workspace. For now people are added on the server’s command line, with{" "}
        <code className="font-mono text-sm">studio user create</code>.
      </p>
      <Table caption="Members" headings={["Name", "Email", "Role", "May", "Added"]}>
        {members.map((member) => (
          <tr key={member.userId}>
            <Cell>
              <span className="font-semibold">{member.name}</span>
            </Cell>
            <Cell>{member.email}</Cell>
            <Cell>{member.role === "admin" ? "Admin" : "Member"}</Cell>
            <Cell>{may(member)}</Cell>
            <Cell>
              <RelativeTime at={member.createdAt} />
            </Cell>
          </tr>
        ))}
      </Table>
    </>
  );
}
