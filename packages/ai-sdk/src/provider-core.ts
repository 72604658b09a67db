import type { Expectations } from "./session/expectations.ts";
import type { Session } from "./session/session.ts";
import { openSession } from "./session/session.ts";
import type { KlingkitProviderSettings } from "./settings.ts";

/** What the models of one provider share. */
export interface ProviderCore {
  readonly name: string;
  readonly settings: KlingkitProviderSettings;
  /** Models stand in for those of `@ai-sdk/klingai`, whose callers read bytes and links. */
  readonly isDropIn: boolean;
  /** Opened at the first call; a failure is tried again at the next. */
  session(): Promise<Session>;
  /** Closes what was opened. A later call opens it again. */
  close(): Promise<void>;
}

export function createProviderCore(
  settings: KlingkitProviderSettings,
  {
    name,
    isDropIn,
    expects = {},
  }: Pick<ProviderCore, "name" | "isDropIn"> & { readonly expects?: Expectations },
): ProviderCore {
  let opened: Promise<Session> | undefined;
  return {
    name,
    settings,
    isDropIn,
    session() {
      opened ??= openSession(settings, expects).catch((error: unknown) => {
        opened = undefined;
        throw error;
      });
      return opened;
    },
    async close() {
      const open = opened;
      opened = undefined;
      const session = await open?.catch(() => undefined);
      await session?.close();
    },
  };
}
