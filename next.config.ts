import type { NextConfig } from "next";

const config: NextConfig = {
  // From lib/server/build.ts: instances that were built separately from the same sources serve the same build.
  // biome-ignore lint/style/noProcessEnv: set by our own build; it is not a setting.
  generateBuildId: () => process.env.SOURCE_HASH ?? null,
  poweredByHeader: false,
  reactStrictMode: true,
  // Native or stateful modules that must exist once per process, not in each bundle.
  serverExternalPackages: [
    "pg",
    "@node-rs/argon2",
    "@zxcvbn-ts/core",
    "@zxcvbn-ts/language-common",
    "pino",
    "better-auth",
  ],
  // `npm test` checks all types; checking them again would only slow down the first start.
  typescript: { ignoreBuildErrors: true },
  // No page needs resized images, and the resizer would be open to any client.
  images: { unoptimized: true },
  // Chromium requests this name when a back navigation briefly removes the page's icon link.
  rewrites: async () => [{ source: "/favicon.ico", destination: "/favicon.svg" }],
};

export default config;
