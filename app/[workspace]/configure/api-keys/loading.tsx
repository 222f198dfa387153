import { ListPending } from "@/components/api-keys/key-rows-pending";
import { PageHeader } from "@/components/shell/page-header";

export default function Loading() {
  return (
    <>
      <PageHeader title="API keys" />
      <ListPending />
    </>
  );
}
