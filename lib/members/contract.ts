import { z } from "zod";

/** Long enough to be worth guessing at; argon2 takes any length, the upper bound keeps hashing cheap to refuse. */
const password = z.string().min(12, "Use at least 12 characters.").max(256, "Use at most 256 characters.");

export const email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, "Use at most 254 characters.")
  .pipe(z.email("Enter an email address, such as ada@example.com."));

const personName = z
  .string()
  .trim()
  .min(1, "Enter a name.")
  .max(100, "Use at most 100 characters.")
  .refine((value) => !/\p{Cc}/u.test(value), "Use visible characters only.");

const access = z.enum(["none", "read", "edit"]);

/** A person added by an operator; without a password they get a one-time sign-in link. */
export const createUserInput = z.object({
  email,
  name: personName,
  role: z.enum(["admin", "member"]),
  apiKeysAccess: access.default("read"),
  configurationAccess: access.default("read"),
  password: password.optional(),
});
export type CreateUserInput = z.output<typeof createUserInput>;

/** The first admin, behind the setup link's token. `workspace` names a first workspace where there is none yet. */
export const setUpInput = z.object({
  token: z.string().min(1, "Open the link that the server printed when it started."),
  name: personName,
  email,
  password,
  workspace: z.string().trim().max(100, "Use at most 100 characters.").optional(),
});
export type SetUpInput = z.output<typeof setUpInput>;

export const signInInput = z.object({
  email,
  password: z.string().min(1, "Enter your password.").max(256, "Use at most 256 characters."),
});
export type SignInInput = z.output<typeof signInInput>;

export interface MemberDto {
  userId: string;
  name: string;
  email: string;
  role: "admin" | "member";
  access: { api_keys: "none" | "read" | "edit"; response_configuration: "none" | "read" | "edit" };
  createdAt: string;
}
