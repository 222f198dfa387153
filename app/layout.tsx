import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { ToastProvider } from "@/components/ui/toast";
import "./actions";
import "./globals.css";
import { currentTheme } from "./theme";

export const metadata: Metadata = {
  title: { default: "Agent Studio", template: "%s · Agent Studio" },
  description: "Create, monitor and rotate API keys for conversational agents.",
  robots: { index: false, follow: false },
  icons: { icon: "/favicon.svg" },
};

/** The page background of each theme, for the browser's own controls: `--page` in globals.css. */
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
        {/* Around every page, so that a toast stays when the user leaves its page. */}
        <ToastProvider>{children}</ToastProvider>
      </body>
    </html>
  );
}
