import * as z from "zod";
import * as part from "./parts.ts";

const { text, optionalText, count, time, done } = part;

const sums = z.object({
  reserved: z.number(),
  settled: z.number(),
  released: z.number(),
  held: z.number(),
});
const limit = (what: string) => z.number().nullable().describe(`${what}; null: no limit`);

/** Sums of one account in one unit. */
const spending = {
  account: text("Account that pays; amounts of an emulator are no cost"),
  unit: text("What the amounts count"),
  spent: z.number().describe("Charged in all"),
  held: z.number().describe("Reserved, because the service may still charge it"),
  spent_usd: z.number().nullable().describe("Charged, in US$ at list price; null: no price is known"),
  held_usd: z.number().nullable().describe("Reserved, in US$ at list price; null: no price is known"),
};

const inAll = z.object({
  spent_usd: z.number().nullable().describe("Charged, in US$ at list price; null: a price is unknown"),
  held_usd: z.number().nullable().describe("Reserved, in US$ at list price; null: a price is unknown"),
});

export const missingStore = { missing_store: optionalText("Path of the store, where none is there yet") };

export const hasMore = { has_more: z.boolean().describe("Older ones are not listed: `--limit`") };

export const budget = z.object({
  ...done,
  limits: z.object({
    units_per_run: limit("Most units of one run"),
    units_per_day: limit("Most units of one day"),
    units_per_model: z.record(z.string(), z.number()).nullable().describe("Most units of one day by model"),
    creates_per_run: limit("Most create requests of one run"),
    per_unit: z
      .record(
        z.string(),
        z.object({
          units_per_run: limit("Most of this unit in one run"),
          units_per_day: limit("Most of this unit in one day"),
        }),
      )
      .nullable()
      .describe("Limits of other units than those of the video pack, such as `usd`"),
  }),
  accounts: z.array(
    z.object({
      account: text("Account that pays"),
      earlier_names: z
        .array(z.string())
        .optional()
        .describe("What it was called before it got its name: limits count these rows and this one together"),
      unit: text("What the amounts count"),
      today: sums.describe("Today, UTC"),
      total: sums.describe("In all"),
      spent_today: z.number().describe("Charged today"),
      spent: z.number().describe("Charged in all"),
      held: z.number().describe("Reserved, because the service may still charge it"),
    }),
  ),
  purposes: z
    .array(z.object({ purpose: text("Purpose of the jobs"), ...spending }))
    .describe("Spent by purpose, account and unit; with --purpose only of that one"),
  in_all: inAll.describe("Sum of `purposes`, without what an emulator counted unless that is all"),
  ...missingStore,
});

export const ledger = z.object({
  ...done,
  entries: z.array(
    z.object({
      seq: count("Number of the entry"),
      at: time("When it was written"),
      entry: z.enum(["reserve", "settle", "release"]).describe("What happened to the units"),
      units: z.number().describe("How many"),
      unit: optionalText("Absent for video units"),
      job: text("ID of the job"),
      batch: text("ID of the batch"),
      account: text("Account that pays"),
      model: text("Model"),
      attempt: count("Purchase of the job, from 1"),
    }),
  ),
  count: count("Number of entries"),
  ...hasMore,
  totals: z
    .array(z.object(spending))
    .optional()
    .describe("With --batch: sums over all its entries, by account and unit, however many are listed"),
  in_all: inAll
    .optional()
    .describe("With --batch: sum of `totals`, without what an emulator counted unless that is all"),
  ...missingStore,
});
