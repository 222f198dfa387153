CREATE TABLE "api_key_addresses" (
	"workspace_id" text collate "C" NOT NULL,
	"key_id" text collate "C" NOT NULL,
	"address" text NOT NULL,
	"first_used_at" timestamp (3) with time zone NOT NULL,
	"last_used_at" timestamp (3) with time zone NOT NULL,
	"requests" bigint NOT NULL,
	CONSTRAINT "api_key_addresses_workspace_id_key_id_address_pk" PRIMARY KEY("workspace_id","key_id","address")
);
--> statement-breakpoint
CREATE TABLE "api_request_counts" (
	"workspace_id" text collate "C" NOT NULL,
	"key_id" text collate "C" NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"endpoint" text NOT NULL,
	"status_class" smallint NOT NULL,
	"requests" bigint NOT NULL,
	CONSTRAINT "api_request_counts_workspace_id_key_id_hour_endpoint_status_class_pk" PRIMARY KEY("workspace_id","key_id","hour","endpoint","status_class")
);
--> statement-breakpoint
CREATE TABLE "api_requests" (
	"workspace_id" text collate "C" NOT NULL,
	"key_id" text collate "C" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"id" bigint NOT NULL,
	"endpoint" text NOT NULL,
	"method" text NOT NULL,
	"path" text NOT NULL,
	"status" smallint NOT NULL,
	"duration_ms" integer NOT NULL,
	"correlation_id" text NOT NULL,
	"address" text NOT NULL,
	CONSTRAINT "api_requests_workspace_id_key_id_at_id_pk" PRIMARY KEY("workspace_id","key_id","at","id")
) PARTITION BY RANGE ("at");
--> statement-breakpoint
-- For what no day's partition was made for in time; nothing is ever refused.
CREATE TABLE "api_requests_other" PARTITION OF "api_requests" DEFAULT;
--> statement-breakpoint
CREATE INDEX "api_key_addresses_latest" ON "api_key_addresses" USING btree ("workspace_id","key_id","last_used_at");--> statement-breakpoint
CREATE INDEX "api_requests_by_status" ON "api_requests" USING btree ("workspace_id","key_id",("status" / 100),"at","id");