"use client";

import { useRef, useTransition } from "react";
import type { FieldValues, Path, UseFormReturn } from "react-hook-form";
import type { ActionError, Result } from "@/lib/core/result";
import { OUTCOME_UNKNOWN } from "../feedback/messages";
import { useToastIfNavigatedAway } from "../hooks/use-navigated-away";

/** What a form says when no answer came at all. */
const NO_RESPONSE_ERROR: ActionError = {
  code: "UNAVAILABLE",
  message: `${OUTCOME_UNKNOWN} What you typed is still here.`,
  fields: {},
};

/**
 * Sends a form to a server action. What the server says of a field goes to the field, anything else to the form as a
 * whole; what was typed stays.
 * @param onDone called with the answer of a success; an action that redirects never gets there
 */
export function useActionForm<V extends FieldValues, T>(
  form: UseFormReturn<V, unknown, V>,
  onDone: (data: T) => void = () => {},
) {
  const [pending, startTransition] = useTransition();
  // A second Enter comes while the form is still being checked, before `pending` is on the screen.
  const sending = useRef(false);
  const announceIfLeft = useToastIfNavigatedAway(pending);
  const submit = (send: () => Promise<Result<T>>) => {
    if (sending.current) return;
    sending.current = true;
    startTransition(async () => {
      const result = await send().catch((error: unknown) => {
        // A redirect travels as an error; it is Next's to handle.
        if (error instanceof Error && "digest" in error) throw error;
        return { ok: false, error: NO_RESPONSE_ERROR } as const;
      });
      sending.current = false;
      if (result.ok) return onDone(result.data);
      announceIfLeft(navigatedAwayMessage(result.error));
      const known = Object.entries(result.error.fields).filter(([field]) => field in form.getValues());
      for (const [field, message] of known) form.setError(field as Path<V>, { message });
      if (known.length > 0) form.setFocus(known[0]?.[0] as Path<V>);
      else form.setError("root", { type: result.error.code, message: result.error.message });
    });
  };
  return { pending, submit };
}

/** What is announced where the form is no longer on the page. */
const navigatedAwayMessage = ({ code, message }: ActionError): string =>
  code === "UNAVAILABLE"
    ? "You left the page before the server responded. It is not known whether your change was saved."
    : `Your last change was not saved. ${message}`;

/**
 * Calls a server action with what nobody should find in the page afterwards: Next holds on to the arguments of its last
 * action, so the texts are blanked once it is answered.
 */
export async function callThenClearInput<V extends object, T>(
  values: V,
  send: (values: V) => Promise<T>,
): Promise<T> {
  try {
    return await send(values);
  } finally {
    for (const name of Object.keys(values)) Object.assign(values, { [name]: "" });
  }
}
