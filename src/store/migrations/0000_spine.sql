CREATE SCHEMA "desirepath";
--> statement-breakpoint
CREATE TABLE "desirepath"."imports" (
	"id" text PRIMARY KEY NOT NULL,
	"file" text NOT NULL,
	"source" text NOT NULL,
	"digest" text NOT NULL,
	"state" text NOT NULL,
	"phase" text NOT NULL,
	"rows" bigint NOT NULL,
	"events" bigint NOT NULL,
	"added" bigint NOT NULL,
	"duplicates" bigint NOT NULL,
	"rejected" bigint NOT NULL,
	"bytes" bigint NOT NULL,
	"total_bytes" bigint NOT NULL,
	"rate" double precision NOT NULL,
	"seconds_left" double precision,
	"started_at" bigint NOT NULL,
	"finished_at" bigint,
	"message" text
);
--> statement-breakpoint
CREATE TABLE "desirepath"."journey_versions" (
	"version_id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "desirepath"."journey_versions_version_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"journey_id" text NOT NULL,
	"number" integer NOT NULL,
	"text" text NOT NULL,
	"journey" jsonb NOT NULL,
	"digest" text NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "journey_versions_number" UNIQUE("journey_id","number")
);
--> statement-breakpoint
CREATE TABLE "desirepath"."refreshes" (
	"version_id" integer PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"started_at" bigint NOT NULL,
	"refreshed_at" bigint,
	"horizon" bigint,
	"counts" jsonb NOT NULL,
	"message" text
);
--> statement-breakpoint
CREATE TABLE "desirepath"."sources" (
	"name" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"watermark" bigint,
	"declared" boolean NOT NULL
);
--> statement-breakpoint
ALTER TABLE "desirepath"."refreshes" ADD CONSTRAINT "refreshes_version_id_journey_versions_version_id_fk" FOREIGN KEY ("version_id") REFERENCES "desirepath"."journey_versions"("version_id") ON DELETE no action ON UPDATE no action;