import type { UseFormRegisterReturn } from "react-hook-form";
import { PERMISSION_HINTS, PERMISSION_LABELS, PERMISSIONS } from "@/lib/api-keys/terms";
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
            <label className="flex items-start gap-3 rounded-lg py-1.5">
              <input type="checkbox" value={permission} {...register()} className="mt-0.5" />
              <span>
                <span className="block font-medium">{PERMISSION_LABELS[permission]}</span>
                <span className="block text-sm text-muted">{PERMISSION_HINTS[permission]}</span>
              </span>
            </label>
          </li>
        ))}
      </ul>
    </FieldGroup>
  );
}
