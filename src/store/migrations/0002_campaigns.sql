CREATE TABLE "desirepath"."campaigns" (
	"id" text PRIMARY KEY NOT NULL,
	"campaign" jsonb NOT NULL,
	"changed_at" bigint NOT NULL
);
