"use client";

import { type ReactNode, useSyncExternalStore } from "react";
import { CenteredCardPage } from "../shell/centered-card-page";
import { Alert } from "../ui/alert";

const noChanges = () => () => {};

/**
 * Replaces a form that would fail by the reason: over http, a browser discards the session cookie of a
 * server with an https URL. The server refuses such pages where it recognizes them, but only the browser always knows.
 */
export function RequireHttps({ publicUrl, children }: { publicUrl: string; children: ReactNode }) {
  const overHttp = useSyncExternalStore(
    noChanges,
    () => publicUrl.startsWith("https:") && window.location.protocol === "http:",
    () => false,
  );
  if (!overHttp) return children;
  return (
    <CenteredCardPage title="Open this page over https">
      <Alert tone="danger" live>
        {`This console is set up for ${publicUrl}, but this page was opened over http, where browsers do not keep you signed in. Open ${publicUrl}, or set PUBLIC_URL to the URL that users open.`}
      </Alert>
    </CenteredCardPage>
  );
}
