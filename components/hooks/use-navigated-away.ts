import { useCallback, useEffect, useRef } from "react";
import { useToast } from "../ui/toast";

/**
 * Announces what a page could no longer show of a failed request. React commits a navigation during a transition together
 * with the end of the transition: the page is still there when the response comes, and gone before anybody can read it.
 * @param pending whether the transition that waits for the response is running
 * @returns call it with the text when the request failed
 */
export function useToastIfNavigatedAway(pending: boolean): (text: string) => void {
  const announce = useToast();
  const mounted = useRef(false);
  const unseen = useRef<string>(undefined);
  useEffect(() => {
    // Still mounted at the end of the transition, so the page itself shows it.
    if (!pending) unseen.current = undefined;
  }, [pending]);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
      if (unseen.current) announce(unseen.current);
      unseen.current = undefined;
    };
  }, [announce]);
  return useCallback(
    (text) => {
      if (mounted.current) unseen.current = text;
      else announce(text);
    },
    [announce],
  );
}

/**
 * For a modal dialog, which only the browser's Back and Forward can take away while it waits: both change the address at
 * once, before the page changes.
 * @returns whether its page has been left
 */
export function useHasNavigatedAway(): () => boolean {
  const address = useRef<string>(undefined);
  useEffect(() => {
    address.current = window.location.pathname;
  }, []);
  return useCallback(() => address.current !== window.location.pathname, []);
}
