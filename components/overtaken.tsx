import { SignInAgain } from "./sign-in-again";
import { useAnnounce } from "./ui/announcer";
import { Button } from "./ui/button";
import { FormActions } from "./ui/dialog";
import { Notice } from "./ui/notice";

/** A field that somebody else changed while a form was open. */
export interface OvertakenField {
  field: string;
  theirs: string;
  /** Null where the person had not touched the field. */
  yours: string | null;
}

/** Why a form was refused: `type` is the error's code. */
type Refused = { type?: string | number; message?: string } | undefined;

const isStale = (error: Refused): boolean => error?.type === "STALE_EDIT";

interface Props {
  error: Refused;
  fields: OvertakenField[];
  /** What is left as it is where theirs is taken. */
  what: string;
  /** Closes the form. */
  onTakeTheirs: () => void;
}

/** Why a form was refused; where somebody else's save came first, what they changed beside what the person made of it. */
export function Overtaken({ error, fields, what, onTakeTheirs }: Props) {
  const announce = useAnnounce();
  if (!error) return null;
  const stale = isStale(error);
  const takeTheirs = () => {
    announce(`Left ${what} as it was saved by somebody else.`);
    onTakeTheirs();
  };
  return (
    <Notice tone={stale ? "warn" : "danger"} live>
      {error.message}
      <SignInAgain code={error.type?.toString()} />
      {stale ? (
        <>
          <Differences fields={fields} />
          <Button size="small" className="mt-3" onClick={takeTheirs}>
            Take theirs
          </Button>
        </>
      ) : null}
    </Notice>
  );
}

interface ActionsProps {
  error: Refused;
  label?: string;
  pending: boolean;
  begun: boolean;
}

/** The end of a form that somebody else's save may come before: the next press then says what it does. */
export function EditActions({ error, label = "Save", pending, begun }: ActionsProps) {
  return (
    <FormActions
      label={isStale(error) ? "Save mine on top" : label}
      doing="Saving…"
      pending={pending}
      begun={begun}
    />
  );
}

function Differences({ fields }: { fields: OvertakenField[] }) {
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
