import { signInInput } from "@/lib/features/auth/contract";
import { zodResolver } from "../forms/zod-resolver";

/** Apart from the form, which is there to type into before this has come. */
export const signInResolver = zodResolver(signInInput);
