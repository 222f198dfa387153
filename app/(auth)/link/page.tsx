import type { Metadata } from "next";
import { ChangedLink } from "@/components/auth/changed-link";
import { RedeemLink } from "@/components/auth/redeem-link";
import { CenteredCardPage } from "@/components/shell/centered-card-page";
import { isLinkPage } from "@/lib/core/link-token";

export const metadata: Metadata = { title: "Sign in by link" };
// The CSP nonce differs for each request.
export const dynamic = "force-dynamic";

interface Props {
  searchParams: Promise<{ changed?: string | string[] }>;
}

export default async function Page({ searchParams }: Props) {
  // Set by the redirect from a link that a mail program has changed.
  const { changed } = await searchParams;
  if (isLinkPage(changed)) {
    return (
      <CenteredCardPage title="This link was changed">
        <ChangedLink page={changed} />
      </CenteredCardPage>
    );
  }
  return (
    <CenteredCardPage title="Sign in by link">
      <RedeemLink />
    </CenteredCardPage>
  );
}
