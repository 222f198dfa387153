"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { Lock } from "lucide-react";
import { useForm } from "react-hook-form";
import { editApiKeyAction } from "@/lib/api-keys/actions";
import { type ApiKeyDto, type EditApiKeyInput, editApiKeyInput } from "@/lib/api-keys/contract";
import { Instant } from "../time/instant";
import { useAnnounce } from "../ui/announcer";
import { Button } from "../ui/button";
import { Dialog, DialogActions } from "../ui/dialog";
import { Field } from "../ui/field";
import { Notice } from "../ui/notice";
import { useSubmission } from "../use-submission";
import { PermissionsField } from "./permissions-field";

interface Props {
  workspace: string;
  apiKey: ApiKeyDto;
  onSaved: () => void;
  onClose: () => void;
}

/** Changes a key's name and permissions; shows what cannot be changed, and why. */
export function EditKeyDialog({ workspace, apiKey, onSaved, onClose }: Props) {
  const announce = useAnnounce();
  const form = useForm<EditApiKeyInput>({
    resolver: zodResolver(editApiKeyInput),
    defaultValues: {
      id: apiKey.id,
      version: apiKey.version,
      name: apiKey.name,
      permissions: apiKey.permissions,
    },
  });
  const leave = () => {
    onSaved();
    onClose();
  };
  const { pending, submit } = useSubmission<EditApiKeyInput, ApiKeyDto>(form, (saved) => {
    announce(`Saved ${saved.name}.`);
    leave();
  });
  const { errors } = form.formState;
  return (
    <Dialog open onClose={onClose} title={`Edit ${apiKey.name}`}>
      <form
        noValidate
        className="flex flex-col gap-6"
        onSubmit={form.handleSubmit((values) => submit(() => editApiKeyAction(workspace, values)))}
      >
        {errors.root ? (
          <Notice tone="danger" live>
            {errors.root.message}
            {errors.root.type === "STALE_EDIT" ? (
              <Button size="small" className="mt-3" onClick={leave}>
                Show what is there now
              </Button>
            ) : null}
          </Notice>
        ) : null}
        <Field label="Name" error={errors.name?.message}>
          {(wiring) => (
            <input {...wiring} {...form.register("name")} autoComplete="off" className="input-box" />
          )}
        </Field>
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
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" disabled={pending}>
            {pending ? "Saving…" : "Save"}
          </Button>
        </DialogActions>
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
