import type { ReactNode } from "react";
import { ThemeSelect } from "@/components/shell/theme-select";
import { currentTheme } from "../theme";

export default async function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="grid min-h-dvh grid-cols-1 grid-rows-[1fr_auto] [&>main]:min-h-0 [&>main]:w-full">
      {children}
      <footer className="flex justify-center pb-6">
        <ThemeSelect initial={await currentTheme()} />
      </footer>
    </div>
  );
}
