import type { Metadata } from "next";
import { RedeemLink } from "@/components/auth/redeem-link";
import { PlainPage } from "@/components/shell/plain-page";

export const metadata: Metadata = { title: "Sign in by link" };
// A page behind a nonce is rendered anew each time.
export const dynamic = "force-dynamic";

export default function LinkPage() {
  return (
    <PlainPage title="Sign in by link">
      <RedeemLink />
    </PlainPage>
  );
}
