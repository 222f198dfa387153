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
import { SessionExpiredLink } from "../feedback/action-error";
import { useActionForm } from "../forms/use-action-form";
import { zodResolver } from "../forms/zod-resolver";
import { useClock } from "../time/clock";
import { FormActions } from "../ui/dialog-footer";
import { FormError, TextField } from "../ui/form-field";
import { defaultRotationExpiry, toExpiresAt } from "./default-expiry";
import type { ExpiryChoice } from "./expiry";
import { ExpiryField } from "./expiry-field";
import { DEFAULT_PARAMS } from "./list-params";
import { baseName, nextAvailableName } from "./next-key-name";
import { apiKeysQueryOptions } from "./queries";
import { SecretDialog } from "./secret-dialog";

interface Props {
  workspace: { slug: string; id: string };
  apiKey: ApiKeyDto;
  onCreated: () => void;
  onClose: () => void;
}

const OLD_KEY_STILL_WORKS =
  "The old one works until it expires or you delete it, so there is time to change over.";

/** What becomes of the key that is rotated. */
const OLD_KEY_MESSAGES = {
  active: OLD_KEY_STILL_WORKS,
  expiring: `${OLD_KEY_STILL_WORKS} It expires soon.`,
  expired: "The old one has expired: whatever uses it is refused until it has the new one.",
};

/** Makes a key that takes over from another, then shows its secret once. */
export function RotateKeyDialog({ workspace, apiKey, onCreated, onClose }: Props) {
  const { now } = useClock();
  return (
    <SecretDialog
      workspace={workspace}
      title={`Rotate ${apiKey.name}`}
      description={`This makes a second key with the same agents and permissions. ${OLD_KEY_MESSAGES[keyStateAt(apiKey, now)]}`}
      onCreated={onCreated}
      onClose={onClose}
      renderForm={(made) => <RotateForm workspace={workspace.slug} apiKey={apiKey} onCreated={made} />}
    />
  );
}

interface FormProps {
  workspace: string;
  apiKey: ApiKeyDto;
  onCreated: (created: CreatedApiKey) => void;
}

function RotateForm({ workspace, apiKey, onCreated }: FormProps) {
  const [usual] = useState(() => defaultRotationExpiry(apiKey.expiresAt));
  const [expiry, setExpiry] = useState(usual);
  const form = useForm<RotateApiKeyInput>({
    resolver: zodResolver(rotateApiKeyInput),
    defaultValues: {
      id: apiKey.id,
      name: nextAvailableName(apiKey.name, []),
      expiresAt: toExpiresAt(expiry),
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
        // What the person has typed meanwhile is theirs.
        if (!getFieldState("name").isDirty)
          resetField("name", { defaultValue: nextAvailableName(apiKey.name, taken) });
      })
      // It is a suggestion. Whether a name is free is decided by whoever makes the key.
      .catch(() => {});
  }, [workspace, apiKey.name, queryClient, resetField, getFieldState]);
  const { errors, isDirty } = form.formState;
  const chooseExpiry = (choice: ExpiryChoice) => {
    setExpiry(choice);
    form.setValue("expiresAt", toExpiresAt(choice), { shouldValidate: form.formState.isSubmitted });
  };
  return (
    <form
      noValidate
      className="flex flex-col gap-6"
      onSubmit={form.handleSubmit((values) =>
        submit(() => rotateApiKeyAction(workspace, { ...values, expiresAt: toExpiresAt(expiry) })),
      )}
    >
      <FormError message={errors.root?.message}>
        <SessionExpiredLink code={errors.root?.type?.toString()} />
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
        pendingLabel="Making it…"
        pending={pending}
        isDirty={isDirty || expiry !== usual}
      />
    </form>
  );
}
