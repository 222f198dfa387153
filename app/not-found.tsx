import Link from "next/link";
import { CenteredCardPage } from "@/components/shell/centered-card-page";
import { buttonClass } from "@/components/ui/button";

export default function NotFound() {
  return (
    <CenteredCardPage title="Not found">
      <p className="mb-5 text-muted">
        There is nothing at this address, or you have no access to it. If you should have, ask an admin of the
        workspace.
      </p>
      <Link href="/" className={buttonClass({ variant: "primary" })}>
        Go to workspace
      </Link>
    </CenteredCardPage>
  );
}
