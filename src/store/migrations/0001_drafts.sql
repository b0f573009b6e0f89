CREATE TABLE "desirepath"."journey_drafts" (
	"journey_id" text PRIMARY KEY NOT NULL,
	"base_number" integer NOT NULL,
	"text" text NOT NULL,
	"revision" integer NOT NULL,
	"session" text NOT NULL,
	"changed_at" bigint NOT NULL,
	"conflicts" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "desirepath"."journey_versions" ADD COLUMN "note" text DEFAULT '' NOT NULL;