import { PageHeader } from "@/components/shell/page-header";

export default function WorkspaceNotFound() {
  return (
    <>
      <PageHeader title="Not found" />
      <p className="text-muted">Page not found, or you don’t have access.</p>
    </>
  );
}
