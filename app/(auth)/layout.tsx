import type { ReactNode } from "react";
import { RequireHttps } from "@/components/auth/require-https";
import { ThemeSelect } from "@/components/shell/theme-select";
import { settings } from "@/lib/core/env";
import { currentTheme } from "../theme";

export default async function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="grid min-h-dvh grid-cols-1 grid-rows-[1fr_auto] [&>main]:min-h-0 [&>main]:w-full">
      <RequireHttps publicUrl={settings().PUBLIC_URL}>{children}</RequireHttps>
      <footer className="flex justify-center pb-6">
        <ThemeSelect initial={await currentTheme()} />
      </footer>
    </div>
  );
}
