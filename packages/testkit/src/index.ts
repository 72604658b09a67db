export { type BundledProgram, bundleProgram } from "./bundle-program.ts";
export { type FoundPostgres, findPostgres } from "./find-postgres.ts";
export { type Fixture, type FixtureKind, type FixtureSource, listFixtures, loadFixture } from "./fixtures.ts";
export { type FuzzFinding, type FuzzOptions, type FuzzReport, fuzzAnswers } from "./fuzz/fuzz-answers.ts";
export { mutateJson, type Random } from "./fuzz/mutate-json.ts";
export { createManualClock, type ManualClock } from "./manual-clock.ts";
export { createSameClip, type SameClip } from "./same-clip.ts";
export { createSeededRandom } from "./seeded-random.ts";
export { openSilentProxy, type SilentProxy } from "./silent-proxy.ts";
export { mountSmallDisk, type SmallDisk } from "./small-disk.ts";
export { createStoreAddress, type StoreAddress } from "./store-address.ts";
export { createTempDir, type TempDir } from "./temp-dir.ts";
export {
  createTestEmulator,
  startTestEmulator,
  TEST_API_KEY,
  type TestAnswer,
  type TestEmulator,
} from "./test-emulator.ts";
export { startTestPostgres, type TestPostgres, type TestPostgresOptions } from "./test-postgres.ts";
export { createVirtualClock, type VirtualClock } from "./virtual-clock.ts";
