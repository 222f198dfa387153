import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { ToastProvider } from "@/components/ui/toast";
import "./actions";
import "./globals.css";
import { currentTheme } from "./theme";

export const metadata: Metadata = {
  title: { default: "Agent Studio", template: "%s · Agent Studio" },
  description: "API keys for conversational agents: make, watch and retire them.",
  robots: { index: false, follow: false },
  icons: { icon: "/favicon.svg" },
};

/** The page's ground in each theme, for what the browser draws around it: `--page` of globals.css. */
const THEME_COLORS = { light: "#f3f2f0", dark: "#161514" };

export async function generateViewport(): Promise<Viewport> {
  const theme = await currentTheme();
  return {
    width: "device-width",
    initialScale: 1,
    themeColor:
      theme === "system"
        ? (["light", "dark"] as const).map((name) => ({
            media: `(prefers-color-scheme: ${name})`,
            color: THEME_COLORS[name],
          }))
        : THEME_COLORS[theme],
  };
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = await currentTheme();
  return (
    <html lang="en" data-theme={theme === "system" ? undefined : theme}>
      <body>
        {/* Around every page: what was saved, or was not, is announced also after its page was left. */}
        <ToastProvider>{children}</ToastProvider>
      </body>
    </html>
  );
}
