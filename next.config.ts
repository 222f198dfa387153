import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Native or long-lived modules that must be the process's one copy, not a bundled second one.
  serverExternalPackages: [
    "pg",
    "@node-rs/argon2",
    "@zxcvbn-ts/core",
    "@zxcvbn-ts/language-common",
    "pino",
    "better-auth",
  ],
  // `npm test` checks the types of the whole tree; checking the pages' again would only make the first start slower.
  typescript: { ignoreBuildErrors: true },
  // No page shows a picture that is made smaller: nobody needs the resizer, who is anybody's to ask.
  images: { unoptimized: true },
  // Chromium asks for this name whenever a step back takes the page's own link away for a moment.
  rewrites: async () => [{ source: "/favicon.ico", destination: "/favicon.svg" }],
};

export default config;
