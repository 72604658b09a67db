import { PUBLIC_URL } from "./bench-service.ts";
import { type InstalledClient, installClient } from "./install-client.ts";

/** kling-api 1.0.0 from npm. */
export const installKlingApi = (): Promise<InstalledClient> =>
  installClient("kling-api", (account) => ({
    KLING_BASE_URL: PUBLIC_URL,
    KLING_ACCESS_KEY: account,
    KLING_SECRET_KEY: "secret-of-the-bench",
  }));
