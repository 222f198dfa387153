"use client";

import { useEffect, useRef } from "react";
import { useAnnounce } from "../ui/announcer";

/** A change that could not be saved does not go unseen: the browser asks before it closes the page, and a link tells after. */
export function useTellUnsaved(agentName: string, unsaved: boolean): void {
  const announce = useAnnounce();
  const last = useRef({ agentName, unsaved });
  last.current = { agentName, unsaved };
  useEffect(() => {
    if (!unsaved) return;
    const keep = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", keep);
    return () => window.removeEventListener("beforeunload", keep);
  }, [unsaved]);
  useEffect(
    () => () => {
      if (last.current.unsaved) announce(`Your change to ${last.current.agentName} was not saved.`);
    },
    [announce],
  );
}
