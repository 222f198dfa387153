import { unstable_isUnrecognizedActionError } from "next/navigation";
import { type FormEvent, useTransition } from "react";
import { signOutAction } from "@/lib/features/auth/actions";
import { OTHER_VERSION_MESSAGE } from "../feedback/call-action";
import { useToast } from "../ui/toast";

/**
 * Handles the submit event of a form whose action is `signOutAction`. Other errors than an unknown action open the error
 * page. Before hydration, the browser submits the form itself.
 */
export function useSignOut(): (event: FormEvent) => void {
  const showToast = useToast();
  const [, startTransition] = useTransition();
  return (event) => {
    event.preventDefault();
    startTransition(async () => {
      try {
        await signOutAction();
      } catch (error) {
        if (!unstable_isUnrecognizedActionError(error)) throw error;
        showToast(OTHER_VERSION_MESSAGE, { label: "Reload", run: () => window.location.reload() });
      }
    });
  };
}
