"use client";

import { useSyncExternalStore } from "react";

const noopSubscribe = () => () => {};

/** Where this server is, as the person reached it. The server itself does not know, so its rendering has none. */
export const useOrigin = (): string =>
  useSyncExternalStore(
    noopSubscribe,
    () => window.location.origin,
    () => "",
  );
