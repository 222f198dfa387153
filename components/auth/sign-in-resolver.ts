import { signInInput } from "@/lib/features/auth/contract";
import { zodResolver } from "../forms/zod-resolver";

/** A module of its own, so that the form works before the validator has loaded. */
export const signInResolver = zodResolver(signInInput);
