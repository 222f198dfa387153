import { SessionExpiredLink } from "../feedback/action-error";
import { Alert } from "../ui/alert";
import { Button } from "../ui/button";
import { FormActions } from "../ui/dialog-footer";
import { useToast } from "../ui/toast";

/** A field that somebody else changed while a form was open. */
export interface ConflictingField {
  field: string;
  theirs: string;
  /** Null where the person had not touched the field. */
  yours: string | null;
}

/** Why a form was refused: `type` is the error's code. */
type FormRootError = { type?: string | number; message?: string } | undefined;

const isStale = (error: FormRootError): boolean => error?.type === "STALE_EDIT";

interface Props {
  error: FormRootError;
  fields: ConflictingField[];
  /** What is left as it is where theirs is taken. */
  resourceName: string;
  /** Closes the form. */
  onDiscardMine: () => void;
}

/** Why a form was refused; where somebody else's save came first, what they changed beside what the person made of it. */
export function EditConflictNotice({ error, fields, resourceName, onDiscardMine }: Props) {
  const announce = useToast();
  if (!error) return null;
  const stale = isStale(error);
  const takeTheirs = () => {
    announce(`Left ${resourceName} as it was saved by somebody else.`);
    onDiscardMine();
  };
  return (
    <Alert tone={stale ? "warn" : "danger"} live>
      {error.message}
      <SessionExpiredLink code={error.type?.toString()} />
      {stale ? (
        <>
          <Differences fields={fields} />
          <Button size="small" className="mt-3" onClick={takeTheirs}>
            Take theirs
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

/** The end of a form that somebody else's save may come before: the next press then says what it does. */
export function ConflictFormActions({ error, label = "Save", pending, isDirty }: ActionsProps) {
  return (
    <FormActions
      label={isStale(error) ? "Save mine on top" : label}
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
          <dd className="break-words">Theirs: {theirs}</dd>
          <dd className="break-words">
            {yours === null ? "You had not changed it, so it now says theirs below." : `Yours: ${yours}`}
          </dd>
        </div>
      ))}
    </dl>
  );
}
