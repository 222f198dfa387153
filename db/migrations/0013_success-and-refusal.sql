ALTER TABLE "api_key_usage" ADD COLUMN "last_success_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "api_key_usage" ADD COLUMN "last_success_path" text;--> statement-breakpoint
ALTER TABLE "api_key_usage" ADD COLUMN "last_success_address" text;--> statement-breakpoint
ALTER TABLE "api_key_usage" ADD COLUMN "last_refusal_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "api_key_usage" ADD COLUMN "last_refusal_path" text;--> statement-breakpoint
ALTER TABLE "api_key_usage" ADD COLUMN "last_refusal_address" text;--> statement-breakpoint
ALTER TABLE "api_key_usage" ADD COLUMN "last_refusal_status" smallint;--> statement-breakpoint
ALTER TABLE "api_key_usage" ADD COLUMN "outcome_unknown_until" timestamp (3) with time zone;