import { API_KEY_PREFIX } from "@klingkit/spec/plain";

/** Any well-formed pair of id and secret is accepted too. */
export const EMULATOR_CREDENTIALS = "emulator:emulator";

/** Any well-formed key is accepted; this one says where it belongs. */
export const EMULATOR_API_KEY = `${API_KEY_PREFIX}emulator`;
