CREATE TABLE "external_event_counters" (
	"workspace_id" text collate "C" NOT NULL,
	"agent_id" text collate "C" NOT NULL,
	"conversation_id" text collate "C" NOT NULL,
	"last_seq" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "external_event_counters_workspace_id_agent_id_conversation_id_pk" PRIMARY KEY("workspace_id","agent_id","conversation_id")
);
--> statement-breakpoint
CREATE TABLE "external_event_ids" (
	"workspace_id" text collate "C" NOT NULL,
	"agent_id" text collate "C" NOT NULL,
	"id" text collate "C" NOT NULL,
	"conversation_id" text collate "C" NOT NULL,
	"send_to_llm" boolean NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "external_event_ids_workspace_id_agent_id_id_pk" PRIMARY KEY("workspace_id","agent_id","id")
);
--> statement-breakpoint
CREATE TABLE "external_events" (
	"workspace_id" text collate "C" NOT NULL,
	"agent_id" text collate "C" NOT NULL,
	"conversation_id" text collate "C" NOT NULL,
	"seq" bigint NOT NULL,
	"event_id" text collate "C" NOT NULL,
	"content_type" text NOT NULL,
	"body" "bytea" NOT NULL,
	"body_hash" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "external_events_workspace_id_agent_id_conversation_id_seq_pk" PRIMARY KEY("workspace_id","agent_id","conversation_id","seq"),
	CONSTRAINT "external_events_body" UNIQUE("workspace_id","agent_id","event_id","body_hash")
);
--> statement-breakpoint
CREATE TABLE "handoffs" (
	"workspace_id" text collate "C" NOT NULL,
	"agent_id" text collate "C" NOT NULL,
	"conversation_id" text collate "C" NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "handoffs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"shared_id" text collate "C",
	"destination" text NOT NULL,
	"reason" text NOT NULL,
	"data" json NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "handoffs_workspace_id_agent_id_conversation_id_id_pk" PRIMARY KEY("workspace_id","agent_id","conversation_id","id")
);
--> statement-breakpoint
CREATE TABLE "runtime_tokens" (
	"workspace_id" text collate "C" NOT NULL,
	"agent_id" text collate "C" NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "runtime_tokens_workspace_id_agent_id_pk" PRIMARY KEY("workspace_id","agent_id")
);
--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "language" text;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "direction" text;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "finished_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "external_event_counters" ADD CONSTRAINT "external_event_counters_workspace_id_agent_id_conversation_id_conversations_workspace_id_agent_id_id_fk" FOREIGN KEY ("workspace_id","agent_id","conversation_id") REFERENCES "public"."conversations"("workspace_id","agent_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "external_event_ids" ADD CONSTRAINT "external_event_ids_workspace_id_agent_id_conversation_id_conversations_workspace_id_agent_id_id_fk" FOREIGN KEY ("workspace_id","agent_id","conversation_id") REFERENCES "public"."conversations"("workspace_id","agent_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "external_events" ADD CONSTRAINT "external_events_workspace_id_agent_id_event_id_external_event_ids_workspace_id_agent_id_id_fk" FOREIGN KEY ("workspace_id","agent_id","event_id") REFERENCES "public"."external_event_ids"("workspace_id","agent_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "handoffs" ADD CONSTRAINT "handoffs_workspace_id_agent_id_conversation_id_conversations_workspace_id_agent_id_id_fk" FOREIGN KEY ("workspace_id","agent_id","conversation_id") REFERENCES "public"."conversations"("workspace_id","agent_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runtime_tokens" ADD CONSTRAINT "runtime_tokens_workspace_id_agent_id_agents_workspace_id_id_fk" FOREIGN KEY ("workspace_id","agent_id") REFERENCES "public"."agents"("workspace_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "handoffs_shared_id" ON "handoffs" USING btree ("workspace_id","agent_id","shared_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "runtime_tokens_token_hash" ON "runtime_tokens" USING btree ("token_hash");