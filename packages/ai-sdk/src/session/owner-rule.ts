import { asksForPerson, ConfigFileError, configPath, systemConfigPaths } from "@klingkit/engine/jobs";
import { configInvalid } from "../video-error.ts";

/** Config files of the `kling` command: those that no variable moves, and the one that the environment leads to. */
export const configPaths = ({
  platform,
  env,
}: {
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}): readonly string[] => [...systemConfigPaths(platform), configPath(env)];

/**
 * Whether the owner of this machine lets only persons approve (`"approvals": "person"` in any profile): no program lowers that.
 * Throws KlingkitVideoError `config_invalid` for a file that cannot be used: it may say so.
 */
export function ownerAsksForPerson(paths: readonly string[]): boolean {
  try {
    return paths.some(asksForPerson);
  } catch (error) {
    if (!(error instanceof ConfigFileError)) throw error;
    throw configInvalid(
      `Cannot read ${error.path}: ${error.reason}. It may say who approves purchases. Nothing was sent. Correct or remove the file.`,
    );
  }
}
