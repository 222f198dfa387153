import type { ReactNode } from "react";
import { phrase, UserText } from "../data/user-text";
import { ErrorRecovery } from "../feedback/action-error";
import { Alert } from "../ui/alert";
import { Button } from "../ui/button";
import { FormActions } from "../ui/dialog-footer";
import { useToast } from "../ui/toast";

/** A field that another user changed while the form was open. */
export interface ConflictingField {
  field: string;
  theirs: string;
  /** Null if the user had not changed the field. */
  yours: string | null;
}

/** The root error of a form; `type` is the error code. */
type FormRootError = { type?: string | number; message?: string } | undefined;

const isStale = (error: FormRootError): boolean => error?.type === "STALE_EDIT";

interface Props {
  error: FormRootError;
  fields: ConflictingField[];
  /** The name in “Discarded your changes to …”. */
  resourceName: ReactNode;
  /** Closes the form. */
  onDiscardMine: () => void;
}

/** The error of a form. After an edit conflict it compares the changes of the other user with those of this one. */
export function EditConflictNotice({ error, fields, resourceName, onDiscardMine }: Props) {
  const showToast = useToast();
  if (!error) return null;
  const stale = isStale(error);
  const discard = () => {
    showToast(phrase`Discarded your changes to ${resourceName}.`);
    onDiscardMine();
  };
  return (
    <Alert tone={stale ? "warn" : "danger"} live>
      <span>{error.message}</span>
      <ErrorRecovery code={error.type?.toString()} />
      {stale ? (
        <>
          <Differences fields={fields} />
          <Button size="small" className="mt-3" onClick={discard}>
            Discard my changes
          </Button>
        </>
      ) : null}
    </Alert>
  );
}

interface ActionsProps {
  error: FormRootError;
  label?: string;
  pending: boolean;
  isDirty: boolean;
}

/** Cancel and submit buttons. After an edit conflict the submit button says that it overwrites. */
export function ConflictFormActions({ error, label = "Save", pending, isDirty }: ActionsProps) {
  return (
    <FormActions
      label={isStale(error) ? "Overwrite" : label}
      pendingLabel="Saving…"
      pending={pending}
      isDirty={isDirty}
    />
  );
}

function Differences({ fields }: { fields: ConflictingField[] }) {
  if (fields.length === 0) return null;
  return (
    <dl className="mt-3 flex flex-col gap-2">
      {fields.map(({ field, theirs, yours }) => (
        <div key={field}>
          <dt className="font-semibold">{field}</dt>
          <dd className="break-words">
            Theirs: <UserText>{theirs}</UserText>
          </dd>
          <dd className="break-words">
            {yours === null ? "Updated to the latest value." : phrase`Yours: ${yours}`}
          </dd>
        </div>
      ))}
    </dl>
  );
}
