"use client";

import { useRef, useState } from "react";
import { Controller, useForm } from "react-hook-form";
import type { AgentDto } from "@/lib/features/agents/contract";
import { createApiKeyAction } from "@/lib/features/api-keys/actions";
import {
  type CreateApiKeyInput,
  type CreatedApiKey,
  createApiKeyInput,
} from "@/lib/features/api-keys/contract";
import { OneTimeSecretDialog } from "../dialogs/one-time-secret-dialog";
import { ErrorRecovery } from "../feedback/action-error";
import { useActionForm } from "../forms/use-action-form";
import { zodResolver } from "../forms/zod-resolver";
import { useClock } from "../time/clock";
import { CheckboxOrRadio } from "../ui/checkbox-or-radio";
import { FormActions } from "../ui/dialog-footer";
import { FieldGroup } from "../ui/field";
import { FormError, TextField } from "../ui/form-field";
import { AgentPicker } from "./agent-picker";
import { DEFAULT_EXPIRY, type ExpiryChoice, toExpiresAt } from "./expiry";
import { ExpiryField } from "./expiry-field";
import { PermissionsField } from "./permissions-field";
import { useRevealedKey } from "./revealed-key";

interface Props {
  workspace: { slug: string; id: string };
  canMigrate: boolean;
  agents: AgentDto[];
  onCreated: () => void;
  onClose: () => void;
}

/** A form that creates a key; then the key, once. */
export function CreateKeyDialog({ workspace, canMigrate, agents, onCreated, onClose }: Props) {
  const { reveal, secretProps } = useRevealedKey(workspace.id, onCreated);
  return (
    <OneTimeSecretDialog
      {...secretProps}
      title="New API key"
      form={
        <CreateKeyForm
          workspace={workspace.slug}
          canMigrate={canMigrate}
          agents={agents}
          onCreated={reveal}
        />
      }
      onClose={onClose}
    />
  );
}

interface FormProps {
  workspace: string;
  canMigrate: boolean;
  agents: AgentDto[];
  onCreated: (created: CreatedApiKey) => void;
}

function CreateKeyForm({ workspace, canMigrate, agents, onCreated }: FormProps) {
  const { zone } = useClock();
  const [expiry, setExpiry] = useState(DEFAULT_EXPIRY);
  // Survives a switch to "All agents" and back.
  const selectedIds = useRef<string[]>([]);
  const form = useForm<CreateApiKeyInput>({
    resolver: zodResolver(createApiKeyInput),
    defaultValues: {
      name: "",
      agents: { scope: "all" },
      permissions: [],
      expiresAt: toExpiresAt(expiry, zone),
    },
  });
  const { pending, submit } = useActionForm<CreateApiKeyInput, CreatedApiKey>(form, onCreated);
  const { errors, isDirty } = form.formState;
  const changeExpiry = (choice: ExpiryChoice) => {
    setExpiry(choice);
    form.setValue("expiresAt", toExpiresAt(choice, zone), { shouldValidate: form.formState.isSubmitted });
  };
  // zod reports an empty list at `agents.ids`; the form shows both levels as one field.
  const agentsError = errors.agents as { message?: string; ids?: { message?: string } } | undefined;

  return (
    <form
      noValidate
      className="flex flex-col gap-6"
      onSubmit={form.handleSubmit((values) =>
        // The lifetime starts at creation, not when the dialog opened.
        submit(() => createApiKeyAction(workspace, { ...values, expiresAt: toExpiresAt(expiry, zone) })),
      )}
    >
      <FormError message={errors.root?.message}>
        <ErrorRecovery code={errors.root?.type?.toString()} />
      </FormError>
      <TextField
        label="Name"
        hint="Where you’ll use it, e.g. “CRM sync”."
        error={errors.name?.message}
        {...form.register("name")}
        autoComplete="off"
      />
      <FieldGroup
        legend="Agents"
        hint="Can’t be changed after the key is created."
        error={agentsError?.message ?? agentsError?.ids?.message}
      >
        <Controller
          control={form.control}
          name="agents"
          render={({ field }) => (
            <>
              <CheckboxOrRadio
                type="radio"
                name="scope"
                label="All agents"
                hint="Includes agents added later."
                ref={field.ref}
                checked={field.value.scope === "all"}
                onChange={() => field.onChange({ scope: "all" })}
              />
              <CheckboxOrRadio
                type="radio"
                name="scope"
                label="Selected agents"
                checked={field.value.scope === "some"}
                onChange={() => field.onChange({ scope: "some", ids: selectedIds.current })}
              />
              {field.value.scope === "some" ? (
                <AgentPicker
                  workspace={workspace}
                  canMigrate={canMigrate}
                  agents={agents}
                  selectedIds={field.value.ids}
                  onChange={(ids) => {
                    selectedIds.current = ids;
                    field.onChange({ scope: "some", ids });
                  }}
                />
              ) : null}
            </>
          )}
        />
      </FieldGroup>
      <PermissionsField register={() => form.register("permissions")} error={errors.permissions?.message} />
      <ExpiryField choice={expiry} onChange={changeExpiry} error={errors.expiresAt?.message} />
      <FormActions
        label="Create"
        pendingLabel="Creating…"
        pending={pending}
        isDirty={isDirty || expiry !== DEFAULT_EXPIRY}
      />
    </form>
  );
}
