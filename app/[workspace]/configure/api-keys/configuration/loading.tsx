import { PanelsPending } from "@/components/configuration/panels-pending";
import { PageHeader } from "@/components/shell/page-header";

export default function Loading() {
  return (
    <>
      <PageHeader title="Configuration" />
      <PanelsPending />
    </>
  );
}
