"use client";

import { Lock } from "lucide-react";
import { useForm } from "react-hook-form";
import { editApiKeyAction } from "@/lib/api-keys/actions";
import { type ApiKeyDto, type EditApiKeyInput, editApiKeyInput } from "@/lib/api-keys/contract";
import { knownPermissions, type Permission, permissionLabel } from "@/lib/api-keys/terms";
import { EditActions, Overtaken } from "../overtaken";
import { Instant } from "../time/instant";
import { Dialog } from "../ui/dialog";
import { TextField } from "../ui/form-field";
import { useOvertaken } from "../use-overtaken";
import { useSubmission } from "../use-submission";
import { zodResolver } from "../zod-resolver";
import { PermissionsField } from "./permissions-field";
import { readApiKey } from "./queries";

interface Props {
  workspace: string;
  apiKey: ApiKeyDto;
  /** @param before what the save changed: the key as it was last known */
  onSaved: (saved: ApiKeyDto, before: ApiKeyDto) => void;
  /** Called when somebody else's save came first, with the key as it is now. */
  onOvertaken: (now: ApiKeyDto) => void;
  onClose: () => void;
}

const WORDS = {
  name: { label: "Name", tell: (name: string) => name },
  permissions: {
    label: "Permissions",
    tell: (permissions: Permission[]) => permissions.map(permissionLabel).join(", "),
  },
};

/** What a form can hold of a key. The server keeps permissions that this version does not know. */
const editable = (key: ApiKeyDto): ApiKeyDto => ({ ...key, permissions: knownPermissions(key.permissions) });

/** Changes a key's name and permissions; shows what cannot be changed, and why. */
export function EditKeyDialog({ workspace, apiKey, onSaved, onOvertaken, onClose }: Props) {
  const form = useForm<EditApiKeyInput>({
    resolver: zodResolver(editApiKeyInput),
    defaultValues: {
      id: apiKey.id,
      version: apiKey.version,
      name: apiKey.name,
      permissions: knownPermissions(apiKey.permissions),
    },
  });
  const { base, fields, save } = useOvertaken(form, editable(apiKey), WORDS);
  const { pending, submit } = useSubmission<EditApiKeyInput, ApiKeyDto>(form, (saved) => {
    onSaved(saved, base);
    onClose();
  });
  const readAgain = async () => {
    const now = await readApiKey(workspace, apiKey.id);
    form.setValue("version", now.version);
    onOvertaken(now);
    return editable(now);
  };

  const { errors, isDirty } = form.formState;
  return (
    <Dialog open onClose={onClose} title={`Edit ${apiKey.name}`}>
      <form
        noValidate
        className="flex flex-col gap-6"
        onSubmit={form.handleSubmit((values) =>
          submit(() => save(values, () => editApiKeyAction(workspace, values), readAgain)),
        )}
      >
        <Overtaken error={errors.root} fields={fields} what={base.name} onTakeTheirs={onClose} />
        <TextField label="Name" error={errors.name?.message} {...form.register("name")} autoComplete="off" />
        <PermissionsField register={() => form.register("permissions")} error={errors.permissions?.message} />
        <div className="rounded-xl bg-well p-4">
          <dl className="grid gap-3 sm:grid-cols-2">
            <Locked term="Agents">
              {apiKey.agents === null
                ? "All agents"
                : apiKey.agents.map(({ name }) => name).join(", ") || "None: those it covered are gone"}
            </Locked>
            <Locked term="Expires">
              <Instant at={apiKey.expiresAt} />
            </Locked>
          </dl>
          <p className="mt-3 text-sm text-muted">
            Agents and expiry are fixed for a key’s life, so that what it was trusted with never grows unseen.
            For others, make a new key.
          </p>
        </div>
        <EditActions error={errors.root} pending={pending} begun={isDirty} />
      </form>
    </Dialog>
  );
}

function Locked({ term, children }: { term: string; children: React.ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="flex items-center gap-1.5 text-sm text-muted">
        <Lock aria-hidden size={14} /> {term}
      </dt>
      <dd className="font-medium break-words">{children}</dd>
    </div>
  );
}
