import type { UseFormRegisterReturn } from "react-hook-form";
import { PERMISSION_DESCRIPTIONS, PERMISSION_LABELS, PERMISSIONS } from "@/lib/features/api-keys/constants";
import { CheckboxOrRadio } from "../ui/checkbox-or-radio";
import { FieldGroup } from "../ui/field";

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
