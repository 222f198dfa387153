"use client";

import { useRef, useTransition } from "react";
import type { FieldValues, Path, UseFormReturn } from "react-hook-form";
import type { ActionError, Result } from "@/lib/core/result";
import { callAction, OUTCOME_UNKNOWN } from "../feedback/call-action";
import { useToastIfNavigatedAway } from "../hooks/use-navigated-away";

/**
 * Submits a form to a server action. Shows an error of a field at the field and any other error above the form, which keeps
 * its values.
 * @param onDone called with the data of a success; not after a redirect
 */
export function useActionForm<V extends FieldValues, T>(
  form: UseFormReturn<V, unknown, V>,
  onDone: (data: T) => void = () => {},
) {
  const [pending, startTransition] = useTransition();
  // A second Enter can come during validation, before `pending` is rendered.
  const sending = useRef(false);
  const toastIfNavigatedAway = useToastIfNavigatedAway(pending);
  const submit = (send: () => Promise<Result<T>>) => {
    if (sending.current) return;
    sending.current = true;
    startTransition(async () => {
      const result = await callAction(send, `${OUTCOME_UNKNOWN} Your entries are still here.`);
      sending.current = false;
      if (result.ok) return onDone(result.data);
      toastIfNavigatedAway(navigatedAwayMessage(result.error));
      const known = Object.entries(result.error.fields).filter(([field]) => field in form.getValues());
      for (const [field, message] of known) form.setError(field as Path<V>, { message });
      if (known.length > 0) form.setFocus(known[0]?.[0] as Path<V>);
      else form.setError("root", { type: result.error.code, message: result.error.message });
    });
  };
  return { pending, submit };
}

/** The toast in place of the error when the form is no longer on the page. */
const navigatedAwayMessage = ({ code, message }: ActionError): string =>
  code === "UNAVAILABLE"
    ? "You left the page before the server responded. Your change may or may not have been saved."
    : `Your last change was not saved. ${message}`;
