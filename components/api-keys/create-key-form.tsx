"use client";

import { useState } from "react";
import { Controller, useForm } from "react-hook-form";
import type { AgentDto } from "@/lib/agents/contract";
import { createApiKeyAction } from "@/lib/api-keys/actions";
import { type CreateApiKeyInput, type CreatedApiKey, createApiKeyInput } from "@/lib/api-keys/contract";
import { type ExpiryChoice, expiryInstant } from "@/lib/expiry";
import { Button } from "../ui/button";
import { Choice } from "../ui/choice";
import { DialogActions } from "../ui/dialog";
import { Field, FieldGroup } from "../ui/field";
import { Notice } from "../ui/notice";
import { useSubmission } from "../use-submission";
import { zodResolver } from "../zod-resolver";
import { AgentPicker } from "./agent-picker";
import { ExpiryField } from "./expiry-field";
import { PermissionsField } from "./permissions-field";

interface Props {
  workspace: string;
  canMigrate: boolean;
  agents: AgentDto[];
  onCreated: (created: CreatedApiKey) => void;
  onCancel: () => void;
}

const instantOf = (choice: ExpiryChoice) => expiryInstant(choice, new Date())?.toISOString() ?? "";

export function CreateKeyForm({ workspace, canMigrate, agents, onCreated, onCancel }: Props) {
  const [expiry, setExpiry] = useState<ExpiryChoice>({ kind: "days", days: 90 });
  const form = useForm<CreateApiKeyInput>({
    resolver: zodResolver(createApiKeyInput),
    defaultValues: { name: "", agents: { scope: "all" }, permissions: [], expiresAt: instantOf(expiry) },
  });
  const { pending, submit } = useSubmission<CreateApiKeyInput, CreatedApiKey>(form, onCreated);
  const { errors } = form.formState;
  const chooseExpiry = (choice: ExpiryChoice) => {
    setExpiry(choice);
    form.setValue("expiresAt", instantOf(choice), { shouldValidate: form.formState.isSubmitted });
  };
  // zod speaks of the list inside the choice; the person sees one question.
  const agentsError = errors.agents as { message?: string; ids?: { message?: string } } | undefined;

  return (
    <form
      noValidate
      className="flex flex-col gap-6"
      onSubmit={form.handleSubmit((values) =>
        // Days are counted from the moment of creating, not from when the dialog was opened.
        submit(() => createApiKeyAction(workspace, { ...values, expiresAt: instantOf(expiry) })),
      )}
    >
      {errors.root ? (
        <Notice tone="danger" live>
          {errors.root.message}
        </Notice>
      ) : null}
      <Field label="Name" hint="What will use it, such as “CRM sync”." error={errors.name?.message}>
        {(wiring) => (
          <input {...wiring} {...form.register("name")} autoComplete="off" className="input-box" />
        )}
      </Field>
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
              <Choice
                type="radio"
                name="scope"
                label="All agents"
                hint="Those added later too."
                ref={field.ref}
                checked={field.value.scope === "all"}
                onChange={() => field.onChange({ scope: "all" })}
              />
              <Choice
                type="radio"
                name="scope"
                label="Selected agents"
                checked={field.value.scope === "some"}
                onChange={() => field.onChange({ scope: "some", ids: [] })}
              />
              {field.value.scope === "some" ? (
                <AgentPicker
                  workspace={workspace}
                  canMigrate={canMigrate}
                  agents={agents}
                  chosen={field.value.ids}
                  onChange={(ids) => field.onChange({ scope: "some", ids })}
                />
              ) : null}
            </>
          )}
        />
      </FieldGroup>
      <PermissionsField register={() => form.register("permissions")} error={errors.permissions?.message} />
      <ExpiryField choice={expiry} onChange={chooseExpiry} error={errors.expiresAt?.message} />
      <DialogActions>
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" disabled={pending}>
          {pending ? "Creating…" : "Create"}
        </Button>
      </DialogActions>
    </form>
  );
}
