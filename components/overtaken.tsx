import { SignInAgain } from "./sign-in-again";
import { Button } from "./ui/button";
import { Notice } from "./ui/notice";

/** A field that somebody else changed while a form was open. */
export interface OvertakenField {
  field: string;
  theirs: string;
  /** Null where the person had not touched the field. */
  yours: string | null;
}

interface Props {
  /** Why the form was refused: `type` is the error's code. */
  error: { type?: string | number; message?: string } | undefined;
  fields: OvertakenField[];
  onTakeTheirs: () => void;
}

/** Why a form was refused; where somebody else's save came first, what they changed beside what the person made of it. */
export function Overtaken({ error, fields, onTakeTheirs }: Props) {
  if (!error) return null;
  const stale = error.type === "STALE_EDIT";
  return (
    <Notice tone={stale ? "warn" : "danger"} live>
      {error.message}
      <SignInAgain code={error.type?.toString()} />
      {stale ? (
        <>
          <Differences fields={fields} />
          <Button size="small" className="mt-3" onClick={onTakeTheirs}>
            Take theirs
          </Button>
        </>
      ) : null}
    </Notice>
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
