import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { Announcer } from "@/components/ui/announcer";
import "./actions";
import "./globals.css";
import { chosenTheme } from "./theme";

export const metadata: Metadata = {
  title: { default: "Agent Studio", template: "%s · Agent Studio" },
  description: "API keys for conversational agents: make, watch and retire them.",
  robots: { index: false, follow: false },
  icons: { icon: "/favicon.svg" },
};

/** The page's ground in each theme, for what the browser draws around it: `--page` of globals.css. */
const GROUND = { light: "#f3f2f0", dark: "#161514" };

export async function generateViewport(): Promise<Viewport> {
  const theme = await chosenTheme();
  return {
    width: "device-width",
    initialScale: 1,
    themeColor:
      theme === "system"
        ? (["light", "dark"] as const).map((name) => ({
            media: `(prefers-color-scheme: ${name})`,
            color: GROUND[name],
          }))
        : GROUND[theme],
  };
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = await chosenTheme();
  return (
    <html lang="en" data-theme={theme === "system" ? undefined : theme}>
      <body>
        {/* Around every page: what was saved, or was not, is announced also after its page was left. */}
        <Announcer>{children}</Announcer>
      </body>
    </html>
  );
}
