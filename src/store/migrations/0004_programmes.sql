CREATE TABLE "desirepath"."programme_log" (
	"number" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "desirepath"."programme_log_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"programme" text NOT NULL,
	"at" bigint NOT NULL,
	"by" text NOT NULL,
	"act" text NOT NULL,
	"reason" text NOT NULL,
	"changes" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "desirepath"."programme_pauses" (
	"programme" text PRIMARY KEY NOT NULL,
	"reason" text NOT NULL,
	"by" text NOT NULL,
	"paused_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "desirepath"."programmes" (
	"id" text PRIMARY KEY NOT NULL,
	"text" text NOT NULL,
	"changed_at" bigint NOT NULL
);
