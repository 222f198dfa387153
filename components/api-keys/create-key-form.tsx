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
import { SessionExpiredLink } from "../feedback/action-error";
import { useActionForm } from "../forms/use-action-form";
import { zodResolver } from "../forms/zod-resolver";
import { CheckboxOrRadio } from "../ui/checkbox-or-radio";
import { FormActions } from "../ui/dialog-footer";
import { FieldGroup } from "../ui/field";
import { FormError, TextField } from "../ui/form-field";
import { AgentPicker } from "./agent-picker";
import { DEFAULT_EXPIRY, toExpiresAt } from "./default-expiry";
import type { ExpiryChoice } from "./expiry";
import { ExpiryField } from "./expiry-field";
import { PermissionsField } from "./permissions-field";

interface Props {
  workspace: string;
  canMigrate: boolean;
  agents: AgentDto[];
  onCreated: (created: CreatedApiKey) => void;
}

export function CreateKeyForm({ workspace, canMigrate, agents, onCreated }: Props) {
  const [expiry, setExpiry] = useState(DEFAULT_EXPIRY);
  // Kept while "All agents" is chosen.
  const chosen = useRef<string[]>([]);
  const form = useForm<CreateApiKeyInput>({
    resolver: zodResolver(createApiKeyInput),
    defaultValues: { name: "", agents: { scope: "all" }, permissions: [], expiresAt: toExpiresAt(expiry) },
  });
  const { pending, submit } = useActionForm<CreateApiKeyInput, CreatedApiKey>(form, onCreated);
  const { errors, isDirty } = form.formState;
  const chooseExpiry = (choice: ExpiryChoice) => {
    setExpiry(choice);
    form.setValue("expiresAt", toExpiresAt(choice), { shouldValidate: form.formState.isSubmitted });
  };
  // zod speaks of the list inside the choice; the person sees one question.
  const agentsError = errors.agents as { message?: string; ids?: { message?: string } } | undefined;

  return (
    <form
      noValidate
      className="flex flex-col gap-6"
      onSubmit={form.handleSubmit((values) =>
        // Days are counted from the moment of creating, not from when the dialog was opened.
        submit(() => createApiKeyAction(workspace, { ...values, expiresAt: toExpiresAt(expiry) })),
      )}
    >
      <FormError message={errors.root?.message}>
        <SessionExpiredLink code={errors.root?.type?.toString()} />
      </FormError>
      <TextField
        label="Name"
        hint="What will use it, such as “CRM sync”."
        error={errors.name?.message}
        {...form.register("name")}
        autoComplete="off"
      />
      <FieldGroup
        legend="Agents"
        hint="This cannot be changed later."
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
                hint="Those added later too."
                ref={field.ref}
                checked={field.value.scope === "all"}
                onChange={() => field.onChange({ scope: "all" })}
              />
              <CheckboxOrRadio
                type="radio"
                name="scope"
                label="Selected agents"
                checked={field.value.scope === "some"}
                onChange={() => field.onChange({ scope: "some", ids: chosen.current })}
              />
              {field.value.scope === "some" ? (
                <AgentPicker
                  workspace={workspace}
                  canMigrate={canMigrate}
                  agents={agents}
                  selectedIds={field.value.ids}
                  onChange={(ids) => {
                    chosen.current = ids;
                    field.onChange({ scope: "some", ids });
                  }}
                />
              ) : null}
            </>
          )}
        />
      </FieldGroup>
      <PermissionsField register={() => form.register("permissions")} error={errors.permissions?.message} />
      <ExpiryField choice={expiry} onChange={chooseExpiry} error={errors.expiresAt?.message} />
      <FormActions
        label="Create"
        pendingLabel="Creating…"
        pending={pending}
        isDirty={isDirty || expiry !== DEFAULT_EXPIRY}
      />
    </form>
  );
}
