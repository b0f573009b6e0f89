CREATE TABLE "desirepath"."segments" (
	"id" text PRIMARY KEY NOT NULL,
	"segment" jsonb NOT NULL,
	"changed_at" bigint NOT NULL
);
