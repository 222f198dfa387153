import type { Metadata } from "next";
import { RedeemLink } from "@/components/auth/redeem-link";
import { CenteredCardPage } from "@/components/shell/centered-card-page";

export const metadata: Metadata = { title: "Sign in by link" };
// The CSP nonce differs for each request.
export const dynamic = "force-dynamic";

export default function LinkPage() {
  return (
    <CenteredCardPage title="Sign in by link">
      <RedeemLink />
    </CenteredCardPage>
  );
}
