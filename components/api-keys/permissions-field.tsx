import type { UseFormRegisterReturn } from "react-hook-form";
import { PERMISSION_HINTS, PERMISSION_LABELS, PERMISSIONS } from "@/lib/api-keys/terms";
import { Choice } from "../ui/choice";
import { FieldGroup } from "../ui/field";

/** The three permissions, each with what it opens. */
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
            <Choice
              type="checkbox"
              value={permission}
              label={PERMISSION_LABELS[permission]}
              hint={PERMISSION_HINTS[permission]}
              {...register()}
            />
          </li>
        ))}
      </ul>
    </FieldGroup>
  );
}
