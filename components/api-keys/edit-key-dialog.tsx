"use client";

import { Lock } from "lucide-react";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { editApiKeyAction } from "@/lib/api-keys/actions";
import { type ApiKeyDto, type EditApiKeyInput, editApiKeyInput } from "@/lib/api-keys/contract";
import { PERMISSION_LABELS, type Permission } from "@/lib/api-keys/terms";
import type { Result } from "@/lib/result";
import { ReadError } from "../get-json";
import { Overtaken, type OvertakenField } from "../overtaken";
import { Instant } from "../time/instant";
import { useAnnounce } from "../ui/announcer";
import { Dialog, FormActions } from "../ui/dialog";
import { TextField } from "../ui/form-field";
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

/** Changes a key's name and permissions; shows what cannot be changed, and why. */
export function EditKeyDialog({ workspace, apiKey, onSaved, onOvertaken, onClose }: Props) {
  const announce = useAnnounce();
  // What is being edited, as it was last known; and how it came to be so, where somebody else saved meanwhile.
  const [base, setBase] = useState(apiKey);
  const [overtaken, setOvertaken] = useState<OvertakenField[]>([]);
  const form = useForm<EditApiKeyInput>({
    resolver: zodResolver(editApiKeyInput),
    defaultValues: {
      id: apiKey.id,
      version: apiKey.version,
      name: apiKey.name,
      permissions: apiKey.permissions,
    },
  });
  const { pending, submit } = useSubmission<EditApiKeyInput, ApiKeyDto>(form, (saved) => {
    onSaved(saved, base);
    onClose();
  });

  const save = async (values: EditApiKeyInput): Promise<Result<ApiKeyDto>> => {
    const result = await editApiKeyAction(workspace, values);
    if (result.ok || result.error.code !== "STALE_EDIT") return result;
    try {
      const now = await readApiKey(workspace, apiKey.id);
      setOvertaken(differences(base, now, values));
      setBase(now);
      form.setValue("version", now.version);
      // What the person had not touched is theirs to have; what they typed stays.
      if (values.name === base.name) form.setValue("name", now.name);
      if (same(values.permissions, base.permissions)) form.setValue("permissions", now.permissions);
      onOvertaken(now);
      return result;
    } catch (error) {
      if (error instanceof ReadError) return { ok: false, error: error.error };
      throw error;
    }
  };

  const { errors, isDirty } = form.formState;
  const stale = errors.root?.type === "STALE_EDIT";
  return (
    <Dialog open onClose={onClose} title={`Edit ${apiKey.name}`}>
      <form
        noValidate
        className="flex flex-col gap-6"
        onSubmit={form.handleSubmit((values) => submit(() => save(values)))}
      >
        <Overtaken
          error={errors.root}
          fields={overtaken}
          onTakeTheirs={() => {
            announce(`Left ${base.name} as it was saved by somebody else.`);
            onClose();
          }}
        />
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
        <FormActions
          label={stale ? "Save mine on top" : "Save"}
          doing="Saving…"
          pending={pending}
          begun={isDirty}
        />
      </form>
    </Dialog>
  );
}

/** What somebody else changed, beside what the person made of it. */
function differences(base: ApiKeyDto, now: ApiKeyDto, values: EditApiKeyInput): OvertakenField[] {
  const names = base.name === now.name ? [] : [nameOf(base, now, values)];
  const permissions = same(base.permissions, now.permissions) ? [] : [permissionsOf(base, now, values)];
  return [...names, ...permissions];
}

const nameOf = (base: ApiKeyDto, now: ApiKeyDto, { name }: EditApiKeyInput): OvertakenField => ({
  field: "Name",
  theirs: now.name,
  yours: name === base.name ? null : name,
});

const permissionsOf = (
  base: ApiKeyDto,
  now: ApiKeyDto,
  { permissions }: EditApiKeyInput,
): OvertakenField => ({
  field: "Permissions",
  theirs: labels(now.permissions),
  yours: same(permissions, base.permissions) ? null : labels(permissions),
});

// Both sides come in the order of PERMISSIONS.
const same = (a: Permission[], b: Permission[]) => a.join() === b.join();
const labels = (permissions: Permission[]) =>
  permissions.map((permission) => PERMISSION_LABELS[permission]).join(", ");

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
