import { PageHeader } from "@/components/shell/page-header";

export default function WorkspaceNotFound() {
  return (
    <>
      <PageHeader title="Not found" />
      <p className="text-muted">
        There is nothing here, or you have no access to it. If you should have, ask an admin.
      </p>
    </>
  );
}
