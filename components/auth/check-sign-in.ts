import { signInInput } from "@/lib/members/contract";
import { zodResolver } from "../zod-resolver";

/** Apart from the form, which is there to type into before this has come. */
export const checkSignIn = zodResolver(signInInput);
