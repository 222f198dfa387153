"use client";

import { useRef, useState } from "react";
import { Controller, useForm } from "react-hook-form";
import type { AgentDto } from "@/lib/agents/contract";
import { createApiKeyAction } from "@/lib/api-keys/actions";
import { type CreateApiKeyInput, type CreatedApiKey, createApiKeyInput } from "@/lib/api-keys/contract";
import type { ExpiryChoice } from "@/lib/expiry";
import { SignInAgain } from "../sign-in-again";
import { Choice } from "../ui/choice";
import { FormActions } from "../ui/dialog";
import { FieldGroup } from "../ui/field";
import { FormError, TextField } from "../ui/form-field";
import { useSubmission } from "../use-submission";
import { zodResolver } from "../zod-resolver";
import { AgentPicker } from "./agent-picker";
import { ExpiryField } from "./expiry-field";
import { endOf, USUAL_LIFE } from "./life";
import { PermissionsField } from "./permissions-field";

interface Props {
  workspace: string;
  canMigrate: boolean;
  agents: AgentDto[];
  onCreated: (created: CreatedApiKey) => void;
}

export function CreateKeyForm({ workspace, canMigrate, agents, onCreated }: Props) {
  const [expiry, setExpiry] = useState(USUAL_LIFE);
  // Kept while "All agents" is chosen.
  const chosen = useRef<string[]>([]);
  const form = useForm<CreateApiKeyInput>({
    resolver: zodResolver(createApiKeyInput),
    defaultValues: { name: "", agents: { scope: "all" }, permissions: [], expiresAt: endOf(expiry) },
  });
  const { pending, submit } = useSubmission<CreateApiKeyInput, CreatedApiKey>(form, onCreated);
  const { errors, isDirty } = form.formState;
  const chooseExpiry = (choice: ExpiryChoice) => {
    setExpiry(choice);
    form.setValue("expiresAt", endOf(choice), { shouldValidate: form.formState.isSubmitted });
  };
  // zod speaks of the list inside the choice; the person sees one question.
  const agentsError = errors.agents as { message?: string; ids?: { message?: string } } | undefined;

  return (
    <form
      noValidate
      className="flex flex-col gap-6"
      onSubmit={form.handleSubmit((values) =>
        // Days are counted from the moment of creating, not from when the dialog was opened.
        submit(() => createApiKeyAction(workspace, { ...values, expiresAt: endOf(expiry) })),
      )}
    >
      <FormError message={errors.root?.message}>
        <SignInAgain code={errors.root?.type?.toString()} />
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
                onChange={() => field.onChange({ scope: "some", ids: chosen.current })}
              />
              {field.value.scope === "some" ? (
                <AgentPicker
                  workspace={workspace}
                  canMigrate={canMigrate}
                  agents={agents}
                  chosen={field.value.ids}
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
        doing="Creating…"
        pending={pending}
        begun={isDirty || expiry !== USUAL_LIFE}
      />
    </form>
  );
}
