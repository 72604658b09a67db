import { API_KEY_PREFIX } from "@klingkit/spec/plain";

/** Any well-formed key is accepted; this one says where it belongs. */
export const EMULATOR_API_KEY = `${API_KEY_PREFIX}emulator`;
