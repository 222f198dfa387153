import { cookies } from "next/headers";
import type { Theme } from "@/components/shell/theme-select";

/** The theme in the browser's cookie. Any other value follows the system. */
export async function currentTheme(): Promise<Theme> {
  const theme = (await cookies()).get("theme")?.value;
  return theme === "light" || theme === "dark" ? theme : "system";
}
