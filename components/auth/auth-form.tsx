import type { FormEventHandler, ReactNode } from "react";
import { ErrorRecovery } from "../feedback/action-error";
import { Button } from "../ui/button";
import { FormError, HiddenUsernameField } from "../ui/form-field";
import { TranslationBoundary } from "../ui/translation-boundary";

interface Props {
  onSubmit: FormEventHandler;
  onFocus?: () => void;
  /** The error of the form as a whole, and its code. */
  error: string | undefined;
  errorCode?: string | number;
  /** Shows password managers which account the password belongs to, in a form without an email field. */
  username?: string;
  /** The ID of the form's heading. */
  labelledBy?: string;
  submitLabel: string;
  pendingLabel: string;
  pending: boolean;
  disabled?: boolean;
  submitClassName?: string;
  children: ReactNode;
}

/** A form with passwords. It is a POST form so that submitting before hydration puts no password in a URL. */
export function AuthForm(props: Props) {
  return (
    <form
      noValidate
      method="post"
      aria-labelledby={props.labelledBy}
      className="flex flex-col gap-5"
      onFocus={props.onFocus}
      onSubmit={props.onSubmit}
    >
      <TranslationBoundary>
        <FormError message={props.error}>
          <ErrorRecovery code={props.errorCode?.toString()} />
        </FormError>
        {props.username === undefined ? null : <HiddenUsernameField username={props.username} />}
        {props.children}
        <Button
          type="submit"
          variant="primary"
          pending={props.pending}
          disabled={props.disabled}
          className={props.submitClassName}
        >
          {props.pending ? props.pendingLabel : props.submitLabel}
        </Button>
      </TranslationBoundary>
    </form>
  );
}
