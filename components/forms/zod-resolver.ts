import { zodResolver } from "@hookform/resolvers/zod";
import { config } from "zod";
import { requirementMessage } from "@/lib/core/validation-messages";

// The content security policy forbids eval, and zod's check for eval would be reported as a violation.
// Errors without a message of their own get ours.
config({ jitless: true, customError: (issue) => `This ${requirementMessage(issue)}.` });

/** Validates a form with a contract schema. Import it from here, so that the configuration above applies. */
export { zodResolver };
