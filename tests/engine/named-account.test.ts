import { type Buyer, type EngineOptions, openJobClient, rememberEarlierAccounts } from "@klingkit/engine";
import { describe, expect, it } from "vitest";
import { createWorld, noFiles, planOf, type World } from "./support/world.ts";

const BY_KEY = "api.example.com 0123456789";
const BY_NEXT_KEY = "api.example.com 9876543210";

/** An engine as it was before its user named the account, and one afterwards, in one store. */
async function openBeforeAndAfter(world: World, options: Partial<EngineOptions> = {}) {
  const open = (names: { readonly account: string; readonly earlierAccounts?: readonly string[] }) =>
    world.openEngine({ collector: noFiles, provider: world.createProvider(names), ...options });
  return {
    before: await open({ account: BY_KEY }),
    after: await open({ account: "studio", earlierAccounts: [BY_KEY] }),
  };
}

it("buys only what is new of a batch that was bought before its account had a name", async () => {
  await using world = await createWorld();
  const { before, after } = await openBeforeAndAfter(world);
  await world.clock.drive(before.enqueue(await planOf(2), { continues: true }));
  await world.run(before);
  const plan = await planOf(3);
  const { toBuy, earlier } = await after.preview(plan, { continues: true });
  expect(toBuy.jobs).toHaveLength(1);
  expect(earlier.filter(Boolean)).toHaveLength(2);
  const made = await world.clock.drive(after.enqueue(plan, { continues: true }));
  expect(made).toMatchObject({ kind: "accepted", earlierJobIds: [earlier[0]?.id, earlier[1]?.id] });
  await world.run(after);
  expect(world.journal()).toMatchObject({ creates: 3, billed: 3 });
  const accounts = (await after.jobs()).map(({ account }) => account);
  expect(accounts).toEqual(["studio", BY_KEY, BY_KEY]);
});

it("finishes what was not finished when its account got a name", async () => {
  await using world = await createWorld();
  const { before, after } = await openBeforeAndAfter(world);
  const plan = await planOf(2);
  await world.clock.drive(before.enqueue(plan, { continues: true }));
  expect(await world.clock.drive(after.enqueue(plan, { continues: true }))).toMatchObject({
    isContinued: true,
  });
  expect((await world.run(after)).counts).toEqual({ collected: 2 });
  expect(world.journal()).toMatchObject({ creates: 2, billed: 2 });
});

it("buys again on purpose under the next key, and for another name alone", async () => {
  await using world = await createWorld();
  const { before, after } = await openBeforeAndAfter(world);
  const plan = await planOf(1);
  await world.clock.drive(before.enqueue(plan, { continues: true }));
  await world.run(before);
  await world.clock.drive(after.enqueue(plan, { again: true }));
  await world.run(after);
  const [again] = await after.jobs();
  expect(again).toMatchObject({ account: "studio", state: "collected" });
  const provider = world.createProvider({ account: "studio", earlierAccounts: [BY_NEXT_KEY] });
  const other = await world.openEngine({ collector: noFiles, provider });
  expect(await world.clock.drive(other.enqueue(plan, { continues: true }))).toMatchObject({
    isContinued: true,
    jobIds: [again?.id],
  });
});

it("knows a caller's key from before its account had a name", async () => {
  await using world = await createWorld();
  const { before, after } = await openBeforeAndAfter(world);
  const plan = await planOf(2);
  await world.clock.drive(before.enqueue(plan, { key: "order 4711" }));
  const again = await world.clock.drive(after.enqueue(plan, { key: "order 4711" }));
  expect(again).toMatchObject({ isContinued: true, jobIds: await after.jobsOfKey("order 4711") });
  expect(await world.clock.drive(after.enqueue(await planOf(3), { key: "order 4711" }))).toMatchObject({
    kind: "key_reused",
  });
  expect(await after.jobs()).toHaveLength(2);
});

it("counts what was spent before its account got a name against the limits of the day", async () => {
  await using world = await createWorld();
  const { before, after } = await openBeforeAndAfter(world, { limits: { unitsPerDay: 5 } });
  await world.clock.drive(before.enqueue(await planOf(1, "kling-v3", "first")));
  await world.run(before);
  expect(await world.clock.drive(after.enqueue(await planOf(1, "kling-v3", "second")))).toMatchObject({
    kind: "budget_exceeded",
    reasons: [expect.stringContaining("has 2 left and 3 are needed")],
  });
  // The other way round, too: a process that still runs without the name.
  await world.clock.pass(24 * 3_600_000);
  await world.clock.drive(after.enqueue(await planOf(1, "kling-v3", "third")));
  await world.run(after);
  expect(await world.clock.drive(before.enqueue(await planOf(1, "kling-v3", "fourth")))).toMatchObject({
    kind: "budget_exceeded",
  });
  expect(world.journal()).toMatchObject({ creates: 2 });
});

describe("a key that is replaced after its account got a name", () => {
  const before = (key: string) => ({ provider: "kling", account: "studio", earlierAccounts: [key] });

  async function replaceKey(world: World) {
    const { earlierAccounts } = await rememberEarlierAccounts(await world.openStore(), before(BY_NEXT_KEY));
    expect(earlierAccounts).toEqual([BY_NEXT_KEY, BY_KEY]);
    const provider = world.createProvider({ account: "studio", ...(earlierAccounts && { earlierAccounts }) });
    return world.openEngine({ collector: noFiles, provider });
  }

  it("leaves what its account bought before the name", async () => {
    await using world = await createWorld();
    const first = await world.openEngine({
      collector: noFiles,
      provider: world.createProvider({ account: BY_KEY }),
    });
    const plan = await planOf(2);
    await world.clock.drive(first.enqueue(plan, { key: "order 4711" }));
    await world.clock.drive(first.enqueue(plan, { continues: true }));
    await rememberEarlierAccounts(await world.openStore(), before(BY_KEY));
    const replaced = await replaceKey(world);
    expect(await world.clock.drive(replaced.enqueue(plan, { continues: true }))).toMatchObject({
      isContinued: true,
    });
    expect(await world.clock.drive(replaced.enqueue(plan, { key: "order 4711" }))).toMatchObject({
      isContinued: true,
    });
    expect((await world.run(replaced)).counts).toEqual({ collected: 2 });
    expect(world.journal()).toMatchObject({ creates: 2, billed: 2 });
    // A plan that is only looked at asks the store as well.
    const accountFor = () => ({ provider: "kling", account: "studio" });
    const { toBuy } = await openJobClient(await world.openStore()).preview(plan, accountFor);
    expect(toBuy.jobs).toEqual([]);
  });

  it("keeps names of this account of this service alone, and none that has bought nothing", async () => {
    await using world = await createWorld();
    const first = await world.openEngine({
      collector: noFiles,
      provider: world.createProvider({ account: BY_KEY }),
    });
    await rememberEarlierAccounts(await world.openStore(), before(BY_KEY));
    expect(await namesOf(world, { provider: "kling", account: "studio" })).toEqual([]);
    await world.clock.drive(first.enqueue(await planOf(1), { continues: true }));
    await rememberEarlierAccounts(await world.openStore(), before(BY_KEY));
    await rememberEarlierAccounts(await world.openStore(), before(BY_KEY));
    expect(await namesOf(world, { provider: "kling", account: "studio" })).toEqual([BY_KEY]);
    for (const other of [
      { provider: "higgsfield", account: "studio" },
      { provider: "kling", account: "agency" },
      { provider: "kling", account: BY_NEXT_KEY },
    ])
      expect(await namesOf(world, other)).toEqual([]);
  });

  it("tells names apart that look like one pattern of the store's query", async () => {
    await using world = await createWorld();
    const account = 'a"_%\\';
    const first = await world.openEngine({
      collector: noFiles,
      provider: world.createProvider({ account: BY_KEY }),
    });
    await world.clock.drive(first.enqueue(await planOf(1), { continues: true }));
    const buyer = { provider: "kling", account, earlierAccounts: [BY_KEY] };
    await Promise.all([1, 2, 3].map(async () => rememberEarlierAccounts(await world.openStore(), buyer)));
    expect(await namesOf(world, { provider: "kling", account })).toEqual([BY_KEY]);
    expect(await namesOf(world, { provider: "kling", account: 'a"x%\\' })).toEqual([]);
  });
});

/** What the store keeps for an account. */
const namesOf = async (world: World, buyer: Buyer) =>
  (await rememberEarlierAccounts(await world.openStore(), buyer)).earlierAccounts;
