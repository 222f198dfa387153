"use client";

import { useEffect, useRef } from "react";
import { useAnnounce } from "../ui/announcer";

/**
 * A change that could not be saved does not go unseen: the browser asks before it closes the page, and a link tells after.
 * @param answered whether the server said so; without an answer it may have been saved
 */
export function useTellUnsaved(agentName: string, unsaved: boolean, answered: boolean): void {
  const announce = useAnnounce();
  const last = useRef({ agentName, unsaved, answered });
  last.current = { agentName, unsaved, answered };
  useEffect(() => {
    if (!unsaved) return;
    const keep = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", keep);
    return () => window.removeEventListener("beforeunload", keep);
  }, [unsaved]);
  useEffect(
    () => () => {
      const { agentName, unsaved, answered } = last.current;
      if (!unsaved) return;
      announce(
        answered
          ? `Your change to ${agentName} was not saved.`
          : `It is not known whether your change to ${agentName} was saved.`,
      );
    },
    [announce],
  );
}
