import { type ReactNode, useCallback, useEffect, useRef } from "react";
import { useToast } from "../ui/toast";

/**
 * Shows the error of a request as a toast if the user has left its page. React commits a navigation together with the end
 * of a running transition: the page is still mounted when the response arrives, but unmounted before it can be read.
 * @param pending whether the transition that waits for the response is running
 * @returns call it with the text when the request has failed
 */
export function useToastIfNavigatedAway(pending: boolean): (text: ReactNode) => void {
  const showToast = useToast();
  const mounted = useRef(false);
  const unseen = useRef<ReactNode>(undefined);
  useEffect(() => {
    // Still mounted after the transition, so the page itself shows the error.
    if (!pending) unseen.current = undefined;
  }, [pending]);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
      if (unseen.current) showToast(unseen.current);
      unseen.current = undefined;
    };
  }, [showToast]);
  return useCallback(
    (text) => {
      if (mounted.current) unseen.current = text;
      else showToast(text);
    },
    [showToast],
  );
}

/**
 * For a modal dialog, whose page the user can leave only by the browser's Back and Forward buttons while a request runs.
 * They change the URL before React changes the page.
 * @returns call it to find out whether the user has left the page
 */
export function useHasNavigatedAway(): () => boolean {
  const pathname = useRef<string>(undefined);
  useEffect(() => {
    pathname.current = window.location.pathname;
  }, []);
  return useCallback(() => pathname.current !== window.location.pathname, []);
}
