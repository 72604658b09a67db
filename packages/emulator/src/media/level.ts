export interface Level {
  /** level_idc: ten times the level's number. */
  readonly idc: number;
  readonly maxFrameMacroblocks: number;
  readonly maxMacroblocksPerSecond: number;
}

/**
 * Levels from 4.0 on: every player takes it, and 720p with its hidden rows needs more than 3.1.
 * @source ITU-T H.264 table A-1
 */
const LEVELS: readonly Level[] = [
  { idc: 40, maxFrameMacroblocks: 8192, maxMacroblocksPerSecond: 245_760 },
  { idc: 42, maxFrameMacroblocks: 8704, maxMacroblocksPerSecond: 522_240 },
  { idc: 50, maxFrameMacroblocks: 22_080, maxMacroblocksPerSecond: 589_824 },
  { idc: 51, maxFrameMacroblocks: 36_864, maxMacroblocksPerSecond: 983_040 },
  { idc: 52, maxFrameMacroblocks: 36_864, maxMacroblocksPerSecond: 2_073_600 },
  { idc: 60, maxFrameMacroblocks: 139_264, maxMacroblocksPerSecond: 4_177_920 },
];

export interface LevelQuery {
  readonly columns: number;
  readonly rows: number;
  readonly framesPerSecond: number;
}

/** The lowest level that holds frames of `columns` × `rows` macroblocks at this rate, or undefined if none does. */
export function lowestLevelFor({ columns, rows, framesPerSecond }: LevelQuery): Level | undefined {
  const macroblocks = columns * rows;
  const longestSide = Math.max(columns, rows);
  return LEVELS.find(
    (level) =>
      macroblocks <= level.maxFrameMacroblocks &&
      macroblocks * framesPerSecond <= level.maxMacroblocksPerSecond &&
      longestSide * longestSide <= 8 * level.maxFrameMacroblocks,
  );
}
