"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useForm } from "react-hook-form";
import { rotateApiKeyAction } from "@/lib/api-keys/actions";
import {
  type ApiKeyDto,
  type CreatedApiKey,
  type RotateApiKeyInput,
  rotateApiKeyInput,
} from "@/lib/api-keys/contract";
import { stateAt } from "@/lib/api-keys/terms";
import type { ExpiryChoice } from "@/lib/expiry";
import { SignInAgain } from "../sign-in-again";
import { useClock } from "../time/clock";
import { FormActions } from "../ui/dialog";
import { FormError, TextField } from "../ui/form-field";
import { useSubmission } from "../use-submission";
import { zodResolver } from "../zod-resolver";
import { ExpiryField } from "./expiry-field";
import { endOf, lifeOfSuccessor } from "./life";
import { PLAIN_VIEW } from "./list-view";
import { apiKeysQuery } from "./queries";
import { SecretDialog } from "./secret-dialog";
import { freeName, stemOf } from "./successor-name";

interface Props {
  workspace: { slug: string; id: string };
  apiKey: ApiKeyDto;
  onCreated: () => void;
  onClose: () => void;
}

const LIVING = "The old one works until it expires or you delete it, so there is time to change over.";

/** What becomes of the key that is rotated. */
const OLD_KEY = {
  active: LIVING,
  expiring: `${LIVING} It expires soon.`,
  expired: "The old one has expired: whatever uses it is refused until it has the new one.",
};

/** Makes a key that takes over from another, then shows its secret once. */
export function RotateKeyDialog({ workspace, apiKey, onCreated, onClose }: Props) {
  const { now } = useClock();
  return (
    <SecretDialog
      workspace={workspace}
      title={`Rotate ${apiKey.name}`}
      description={`This makes a second key with the same agents and permissions. ${OLD_KEY[stateAt(apiKey, now)]}`}
      onCreated={onCreated}
      onClose={onClose}
      form={(made) => <RotateForm workspace={workspace.slug} apiKey={apiKey} onCreated={made} />}
    />
  );
}

interface FormProps {
  workspace: string;
  apiKey: ApiKeyDto;
  onCreated: (created: CreatedApiKey) => void;
}

function RotateForm({ workspace, apiKey, onCreated }: FormProps) {
  const [usual] = useState(() => lifeOfSuccessor(apiKey.expiresAt));
  const [expiry, setExpiry] = useState(usual);
  const form = useForm<RotateApiKeyInput>({
    resolver: zodResolver(rotateApiKeyInput),
    defaultValues: { id: apiKey.id, name: freeName(apiKey.name, []), expiresAt: endOf(expiry) },
  });
  const { pending, submit } = useSubmission<RotateApiKeyInput, CreatedApiKey>(form, onCreated);
  const queryClient = useQueryClient();
  const { resetField, getFieldState } = form;
  useEffect(() => {
    const search = stemOf(apiKey.name);
    queryClient
      .fetchInfiniteQuery(apiKeysQuery(workspace, { ...PLAIN_VIEW, search, sort: "name" }))
      .then(({ pages }) => {
        const taken = pages.flatMap(({ keys }) => keys).map(({ name }) => name);
        // What the person has typed meanwhile is theirs.
        if (!getFieldState("name").isDirty)
          resetField("name", { defaultValue: freeName(apiKey.name, taken) });
      })
      // It is a suggestion. Whether a name is free is decided by whoever makes the key.
      .catch(() => {});
  }, [workspace, apiKey.name, queryClient, resetField, getFieldState]);
  const { errors, isDirty } = form.formState;
  const chooseExpiry = (choice: ExpiryChoice) => {
    setExpiry(choice);
    form.setValue("expiresAt", endOf(choice), { shouldValidate: form.formState.isSubmitted });
  };
  return (
    <form
      noValidate
      className="flex flex-col gap-6"
      onSubmit={form.handleSubmit((values) =>
        submit(() => rotateApiKeyAction(workspace, { ...values, expiresAt: endOf(expiry) })),
      )}
    >
      <FormError message={errors.root?.message}>
        <SignInAgain code={errors.root?.type?.toString()} />
      </FormError>
      <TextField label="Name" error={errors.name?.message} {...form.register("name")} autoComplete="off" />
      <ExpiryField
        choice={expiry}
        onChange={chooseExpiry}
        error={errors.expiresAt?.message}
        replaces={apiKey}
      />
      <FormActions
        label="Make successor"
        doing="Making it…"
        pending={pending}
        begun={isDirty || expiry !== usual}
      />
    </form>
  );
}
