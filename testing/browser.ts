import { spawnSync } from "node:child_process";

/**
 * Debian's browser, or an empty string where only Playwright's own is there. The headless shell takes a third of the CPU time
 * of the whole browser.
 * @param programs in the order of preference
 */
export const installedBrowser = (programs = ["chromium-headless-shell", "chromium"]): string =>
  spawnSync("sh", ["-c", programs.map((program) => `command -v ${program}`).join(" || ")], {
    encoding: "utf8",
  }).stdout.trim();
