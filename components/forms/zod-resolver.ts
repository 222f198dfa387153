import { zodResolver } from "@hookform/resolvers/zod";
import { config } from "zod";
import { requirementMessage } from "@/lib/core/validation-messages";

// The pages' policy forbids code made of text, and trying whether it does is reported as a breach.
// What no schema says in its own words is said in ours.
config({ jitless: true, customError: (issue) => `This ${requirementMessage(issue)}.` });

/** Checks a form by a schema of a contract. Every form takes it from here. */
export { zodResolver };
