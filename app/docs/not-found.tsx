import Link from "next/link";
import { PageHeader } from "@/components/shell/page-header";
import { buttonClass } from "@/components/ui/button";

export default function DocsNotFound() {
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeader title="Not found" />
      <p className="mb-5 text-muted">This documentation page doesn’t exist.</p>
      <Link href="/docs" className={buttonClass({ variant: "primary" })}>
        All pages
      </Link>
    </div>
  );
}
