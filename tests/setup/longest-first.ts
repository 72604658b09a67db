import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Files that take longest, as parts of their paths, longest first. A fresh clone has no times of its own,
 * and a long file that starts last keeps one core busy while the other has nothing to do.
 */
const LONGEST: readonly string[] = [
  "/tests/processes/kill",
  "/tests/engine/model-check",
  "/tests/engine/quota",
  "/cli/src/commands/run/",
  "/tests/engine/fault-matrix",
  "/cli/src/run-process",
  "/tests/engine/callbacks",
  "/tests/docs/",
  "/emulator/src/media/clip-renderer",
  "/tests/engine/",
  "/tests/cli/",
  "/cli/src/create/",
];

/** Project by project, because a worker that changes the project starts anew; inside, the longest file first. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const bySize = await super.sort(files);
    return bySize.toSorted(
      (left, right) =>
        right.project.name.localeCompare(left.project.name) || rankOf(left.moduleId) - rankOf(right.moduleId),
    );
  }
}

function rankOf(path: string): number {
  const rank = LONGEST.findIndex((part) => path.includes(part));
  return rank === -1 ? LONGEST.length : rank;
}
