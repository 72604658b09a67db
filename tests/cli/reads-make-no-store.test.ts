import { existsSync } from "node:fs";
import { openPostgresStore } from "@klingkit/engine/postgres";
import { expect, it } from "vitest";
import { openShop, type Shop } from "./support/shop.ts";

async function isMade({ address }: Shop): Promise<boolean> {
  if (!address.startsWith("postgres")) return existsSync(address);
  try {
    await (await openPostgresStore(address, { make: false })).close();
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: "store_missing", message: expect.stringContaining("in the schema") });
    return false;
  }
}

/** What `kling` prints, without the moments at which it was asked, and without the note that no store is there. */
async function read(shop: Shop, line: string) {
  const { exitCode, stdout } = await shop.kling(line);
  const text = stdout.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME");
  return { line, exitCode, stdout: text.replace(/,\s*"missing_store": [^\n]*/, "") };
}

const PLAN_HASH = `sha256:${"0".repeat(64)}`;

it("reads where no store is print what an empty one prints, and make none", async () => {
  await using shop = await openShop();
  await shop.writeBatch(1);
  const lines = [
    "jobs",
    "jobs show j1",
    "jobs cancel j1",
    "ledger",
    "budget",
    "events list",
    "report",
    "approvals",
    "routes",
    "doctor --metrics",
    "account reconcile",
    "plan batch.yaml",
    `run ${PLAN_HASH}`,
    "video list",
    "video status t1",
  ];
  const seen: unknown[] = [];
  for (const line of lines) {
    seen.push(await read(shop, line));
    expect({ line, isMade: await isMade(shop) }).toEqual({ line, isMade: false });
  }
  await shop.kling("worker --until-idle");
  expect(await isMade(shop)).toBe(true);
  for (const [at, line] of lines.entries()) {
    // The worker counted requests of its own.
    if (line === "doctor --metrics") continue;
    expect(await read(shop, line)).toEqual(seen[at]);
  }
});
