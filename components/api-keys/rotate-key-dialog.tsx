"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useForm } from "react-hook-form";
import { rotateApiKeyAction } from "@/lib/features/api-keys/actions";
import { keyStateAt } from "@/lib/features/api-keys/constants";
import {
  type ApiKeyDto,
  type CreatedApiKey,
  type RotateApiKeyInput,
  rotateApiKeyInput,
} from "@/lib/features/api-keys/contract";
import { phrase } from "../data/user-text";
import { OneTimeSecretDialog } from "../dialogs/one-time-secret-dialog";
import { ErrorRecovery } from "../feedback/action-error";
import { useActionForm } from "../forms/use-action-form";
import { zodResolver } from "../forms/zod-resolver";
import { useClock } from "../time/clock";
import { FormActions } from "../ui/dialog-footer";
import { FormError, TextField } from "../ui/form-field";
import { defaultRotationExpiry, type ExpiryChoice, toExpiresAt } from "./expiry";
import { ExpiryField } from "./expiry-field";
import { DEFAULT_PARAMS } from "./list-params";
import { baseName, nextAvailableName } from "./next-key-name";
import { apiKeysQueryOptions } from "./queries";
import { useRevealedKey } from "./revealed-key";

interface Props {
  workspace: { slug: string; id: string };
  apiKey: ApiKeyDto;
  onCreated: () => void;
  onClose: () => void;
}

const OLD_KEY_STILL_WORKS =
  "The old key keeps working until it expires or you delete it, so you can switch over without downtime.";

/** By the state of the old key. */
const OLD_KEY_MESSAGES = {
  active: OLD_KEY_STILL_WORKS,
  expiring: `${OLD_KEY_STILL_WORKS} It expires soon.`,
  expired: "The old key has expired: requests fail until they use the new key.",
};

/** A form that creates the successor of a key; then the new key, once. */
export function RotateKeyDialog({ workspace, apiKey, onCreated, onClose }: Props) {
  const { now } = useClock();
  const { reveal, secretProps } = useRevealedKey(workspace.id, onCreated);
  return (
    <OneTimeSecretDialog
      {...secretProps}
      title={phrase`Rotate ${apiKey.name}`}
      description={`Creates a new key with the same agents and permissions. ${OLD_KEY_MESSAGES[keyStateAt(apiKey, now)]}`}
      form={<RotateForm workspace={workspace.slug} apiKey={apiKey} onCreated={reveal} />}
      onClose={onClose}
    />
  );
}

interface FormProps {
  workspace: string;
  apiKey: ApiKeyDto;
  onCreated: (created: CreatedApiKey) => void;
}

function RotateForm({ workspace, apiKey, onCreated }: FormProps) {
  const { zone } = useClock();
  const [defaultExpiry] = useState(() => defaultRotationExpiry(apiKey.expiresAt, zone));
  const [expiry, setExpiry] = useState(defaultExpiry);
  const form = useForm<RotateApiKeyInput>({
    resolver: zodResolver(rotateApiKeyInput),
    defaultValues: {
      id: apiKey.id,
      name: nextAvailableName(apiKey.name, []),
      expiresAt: toExpiresAt(expiry, zone),
    },
  });
  const { pending, submit } = useActionForm<RotateApiKeyInput, CreatedApiKey>(form, onCreated);
  const queryClient = useQueryClient();
  const { resetField, getFieldState } = form;
  useEffect(() => {
    const search = baseName(apiKey.name);
    queryClient
      .fetchInfiniteQuery(apiKeysQueryOptions(workspace, { ...DEFAULT_PARAMS, search, sort: "name" }))
      .then(({ pages }) => {
        const taken = pages.flatMap(({ keys }) => keys).map(({ name }) => name);
        // Keep a name that the user typed while the names loaded.
        if (!getFieldState("name").isDirty)
          resetField("name", { defaultValue: nextAvailableName(apiKey.name, taken) });
      })
      // The name is only a suggestion; creating the key checks it.
      .catch(() => {});
  }, [workspace, apiKey.name, queryClient, resetField, getFieldState]);
  const { errors, isDirty } = form.formState;
  const changeExpiry = (choice: ExpiryChoice) => {
    setExpiry(choice);
    form.setValue("expiresAt", toExpiresAt(choice, zone), { shouldValidate: form.formState.isSubmitted });
  };
  return (
    <form
      noValidate
      className="flex flex-col gap-6"
      onSubmit={form.handleSubmit((values) =>
        submit(() => rotateApiKeyAction(workspace, { ...values, expiresAt: toExpiresAt(expiry, zone) })),
      )}
    >
      <FormError message={errors.root?.message}>
        <ErrorRecovery code={errors.root?.type?.toString()} />
      </FormError>
      <TextField label="Name" error={errors.name?.message} {...form.register("name")} autoComplete="off" />
      <ExpiryField
        choice={expiry}
        onChange={changeExpiry}
        error={errors.expiresAt?.message}
        replaces={apiKey}
      />
      <FormActions
        label="Rotate key"
        pendingLabel="Rotating…"
        pending={pending}
        isDirty={isDirty || expiry !== defaultExpiry}
      />
    </form>
  );
}
