import type { UseFormRegisterReturn } from "react-hook-form";
import { PERMISSION_LABELS, PERMISSIONS, type Permission } from "@/lib/features/api-keys/constants";
import { CheckboxOrRadio } from "../ui/checkbox-or-radio";
import { FieldGroup } from "../ui/field";

/** One line for each permission. */
const PERMISSION_DESCRIPTIONS: Record<Permission, string> = {
  conversations: "Read calls and chats. What’s included depends on each agent’s response settings.",
  handoff: "Read the data that an agent stored at handoff.",
  external_events: "Send events to conversations in progress.",
};

export function PermissionsField({
  register,
  error,
}: {
  register: () => UseFormRegisterReturn;
  error?: string;
}) {
  return (
    <FieldGroup legend="Permissions" error={error}>
      <ul className="flex flex-col gap-1">
        {PERMISSIONS.map((permission) => (
          <li key={permission}>
            <CheckboxOrRadio
              type="checkbox"
              value={permission}
              label={PERMISSION_LABELS[permission]}
              hint={PERMISSION_DESCRIPTIONS[permission]}
              {...register()}
            />
          </li>
        ))}
      </ul>
    </FieldGroup>
  );
}
