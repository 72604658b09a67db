export { type Fixture, type FixtureKind, type FixtureSource, listFixtures, loadFixture } from "./fixtures.ts";
export { createManualClock, type ManualClock } from "./manual-clock.ts";
export { createSeededRandom } from "./seeded-random.ts";
export { createTempDir, type TempDir } from "./temp-dir.ts";
