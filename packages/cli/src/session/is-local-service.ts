import { isPublicHostname } from "@klingkit/spec";
import type { Deps } from "../deps.ts";
import { type ConnectionOptions, readSettings } from "./settings.ts";

/** Flags that say where creates go. */
export interface TargetOptions extends ConnectionOptions {
  readonly emulated?: boolean;
}

export const isLocalUrl = (url: string): boolean => !isPublicHostname(new URL(url).hostname);

/** Whether creates go to this machine or network, as to an emulator, which reaches addresses that the service cannot. */
export const isLocalService = (deps: Deps, options: TargetOptions): boolean =>
  options.emulated === true || isLocalUrl(readSettings(deps, options).baseUrl.value);
