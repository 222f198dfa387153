import Link from "next/link";
import { CenteredCardPage } from "@/components/shell/centered-card-page";
import { buttonClass } from "@/components/ui/button";

export default function NotFound() {
  return (
    <CenteredCardPage title="Not found">
      <p className="mb-5 text-muted">
        Page not found, or you don’t have access. If you need access, ask a workspace admin.
      </p>
      <Link href="/" className={buttonClass({ variant: "primary" })}>
        Go to workspace
      </Link>
    </CenteredCardPage>
  );
}
