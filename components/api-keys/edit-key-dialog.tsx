"use client";

import { Lock } from "lucide-react";
import { Fragment } from "react";
import { useForm } from "react-hook-form";
import { editApiKeyAction } from "@/lib/features/api-keys/actions";
import {
  knownPermissions,
  NO_AGENTS_LEFT,
  type Permission,
  permissionLabel,
} from "@/lib/features/api-keys/constants";
import { type ApiKeyDto, type EditApiKeyInput, editApiKeyInput } from "@/lib/features/api-keys/contract";
import { phrase, UserText } from "../data/user-text";
import { ConflictFormActions, EditConflictNotice } from "../forms/edit-conflict-notice";
import { useActionForm } from "../forms/use-action-form";
import { useEditConflict } from "../forms/use-edit-conflict";
import { zodResolver } from "../forms/zod-resolver";
import { Instant } from "../time/instant";
import { Dialog } from "../ui/dialog";
import { TextField } from "../ui/form-field";
import { PermissionsField } from "./permissions-field";
import { fetchApiKey } from "./queries";
import type { ApiKeysCache } from "./use-api-keys-cache";
import { useSavedEdit } from "./use-saved-edit";

interface Props {
  workspace: string;
  apiKey: ApiKeyDto;
  cache: ApiKeysCache;
  onClose: () => void;
}

const FIELD_FORMATTERS = {
  name: { label: "Name", format: (name: string) => name },
  permissions: {
    label: "Permissions",
    format: (permissions: Permission[]) => permissions.map(permissionLabel).join(", "),
  },
};

/** Leaves out permissions that this version does not know. The server keeps them. */
const toEditable = (key: ApiKeyDto): ApiKeyDto => ({
  ...key,
  permissions: knownPermissions(key.permissions),
});

/** Edits the name and permissions of a key. Shows agents and expiry read-only. */
export function EditKeyDialog({ workspace, apiKey, cache, onClose }: Props) {
  const form = useForm<EditApiKeyInput>({
    resolver: zodResolver(editApiKeyInput),
    defaultValues: {
      id: apiKey.id,
      version: apiKey.version,
      name: apiKey.name,
      permissions: knownPermissions(apiKey.permissions),
    },
  });
  const { base, fields, save } = useEditConflict(form, toEditable(apiKey), FIELD_FORMATTERS);
  const showSaved = useSavedEdit(workspace, cache);
  const { pending, submit } = useActionForm<EditApiKeyInput, ApiKeyDto>(form, (saved) => {
    showSaved(saved, base);
    onClose();
  });
  const refetch = async () => {
    const now = await fetchApiKey(workspace, apiKey.id);
    form.setValue("version", now.version);
    cache.replace(now);
    return toEditable(now);
  };

  const { errors, isDirty } = form.formState;
  return (
    <Dialog open onClose={onClose} title={phrase`Edit ${apiKey.name}`}>
      <form
        noValidate
        className="flex flex-col gap-6"
        onSubmit={form.handleSubmit((values) =>
          submit(() => save(values, () => editApiKeyAction(workspace, values), refetch)),
        )}
      >
        <EditConflictNotice
          error={errors.root}
          fields={fields}
          resourceName={base.name}
          onDiscardMine={onClose}
        />
        <TextField label="Name" error={errors.name?.message} {...form.register("name")} autoComplete="off" />
        <PermissionsField register={() => form.register("permissions")} error={errors.permissions?.message} />
        <div className="rounded-xl bg-well p-4">
          <dl className="grid gap-3 sm:grid-cols-2">
            <ReadOnlyField term="Agents">
              <Agents agents={apiKey.agents} />
            </ReadOnlyField>
            <ReadOnlyField term="Expires">
              <Instant at={apiKey.expiresAt} />
            </ReadOnlyField>
          </dl>
          <p className="mt-3 text-sm text-muted">
            Agents and expiry can’t be changed. To use different ones, create a new key.
          </p>
        </div>
        <ConflictFormActions error={errors.root} pending={pending} isDirty={isDirty} />
      </form>
    </Dialog>
  );
}

function Agents({ agents }: Pick<ApiKeyDto, "agents">) {
  if (agents === null) return <span>All agents</span>;
  if (agents.length === 0) return <span>{NO_AGENTS_LEFT}</span>;
  return agents.map(({ id, name }, n) => (
    <Fragment key={id}>
      {n > 0 ? <span>, </span> : null}
      <UserText>{name}</UserText>
    </Fragment>
  ));
}

function ReadOnlyField({ term, children }: { term: string; children: React.ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="flex items-center gap-1.5 text-sm text-muted">
        <Lock aria-hidden size={14} /> <span>{term}</span>
      </dt>
      <dd className="font-medium break-words">{children}</dd>
    </div>
  );
}
