import type { Metadata } from "next";
import { AcceptInvitation } from "@/components/auth/accept-invitation";
import { CenteredCardPage } from "@/components/shell/centered-card-page";

export const metadata: Metadata = { title: "Invitation" };
// The CSP nonce differs for each request.
export const dynamic = "force-dynamic";

export default function InvitePage() {
  return (
    <CenteredCardPage title="Join a workspace">
      <AcceptInvitation />
    </CenteredCardPage>
  );
}
