"use client";

import type { ReactNode } from "react";
import type { UseFormRegisterReturn } from "react-hook-form";
import { CheckboxOrRadio } from "../ui/checkbox-or-radio";
import { Field, FieldGroup } from "../ui/field";
import { ACCESS_LABELS } from "./access-labels";

type AccessField = "role" | "apiKeysAccess" | "configurationAccess";

interface Props {
  role: "admin" | "member";
  register: (name: AccessField) => UseFormRegisterReturn;
  errors: Partial<Record<AccessField, { message?: string }>>;
  /** A note about the selected role. */
  children?: ReactNode;
}

/** The role, and the access of a member. */
export function AccessFields({ role, register, errors, children }: Props) {
  const access = (
    <>
      {Object.entries(ACCESS_LABELS).map(([value, label]) => (
        <option key={value} value={value} className="bg-card">
          {label}
        </option>
      ))}
    </>
  );
  return (
    <>
      <FieldGroup legend="Role" error={errors.role?.message}>
        <CheckboxOrRadio
          type="radio"
          value="admin"
          label="Admin"
          hint="Full access, including agents and members."
          {...register("role")}
        />
        <CheckboxOrRadio
          type="radio"
          value="member"
          label="Member"
          hint="Only the access that you select below."
          {...register("role")}
        />
      </FieldGroup>
      {children}
      {role === "member" ? (
        <div className="grid gap-5 sm:grid-cols-2">
          <Field label="API keys" error={errors.apiKeysAccess?.message}>
            {(wiring) => (
              <select {...wiring} {...register("apiKeysAccess")} className="input-box">
                {access}
              </select>
            )}
          </Field>
          <Field label="Response configuration" error={errors.configurationAccess?.message}>
            {(wiring) => (
              <select {...wiring} {...register("configurationAccess")} className="input-box">
                {access}
              </select>
            )}
          </Field>
        </div>
      ) : null}
    </>
  );
}
