import type { Metadata } from "next";
import { AcceptInvitation } from "@/components/auth/accept-invitation";
import { PlainPage } from "@/components/shell/plain-page";

export const metadata: Metadata = { title: "Invitation" };
// A page behind a nonce is rendered anew each time.
export const dynamic = "force-dynamic";

export default function InvitePage() {
  return (
    <PlainPage title="Join a workspace">
      <AcceptInvitation />
    </PlainPage>
  );
}
