import { EMULATOR_CREDENTIALS } from "../session/emulator-key.ts";
import { API_KEY, BASE_URL, type Bench } from "./kling-bench.ts";

/** Makes a task as another tool would, with the same key. Returns its id. */
export async function createForeignTask({ emulator }: Bench, externalId?: string): Promise<string> {
  const options = externalId === undefined ? {} : { options: { external_task_id: externalId } };
  const response = await emulator.fetch(
    new Request(`${BASE_URL}/text-to-video/kling-3.0`, {
      method: "POST",
      headers: { authorization: `Bearer ${API_KEY}`, "content-type": "application/json" },
      body: JSON.stringify({ prompt: "made elsewhere", ...options }),
    }),
  );
  const answer: unknown = await response.json();
  return String(Object(Object(answer).data).id);
}

/** Makes a request of Higgsfield as another tool would, with the key of `WITH_HIGGSFIELD`. Returns its id. */
export async function createForeignRequest({ emulator }: Bench): Promise<string> {
  const response = await emulator.fetch(
    new Request(`${BASE_URL}/kling-video/v2.6/pro/text-to-video`, {
      method: "POST",
      headers: { authorization: `Key ${EMULATOR_CREDENTIALS}`, "content-type": "application/json" },
      body: JSON.stringify({ prompt: "made elsewhere", duration: 5, sound: "off" }),
    }),
  );
  const answer: unknown = await response.json();
  return String(Object(answer).request_id);
}

/** Settings of a call with a key of Higgsfield alone. */
export const WITH_HIGGSFIELD = {
  env: { KLING_API_KEY: undefined, HF_CREDENTIALS: EMULATOR_CREDENTIALS, HIGGSFIELD_BASE_URL: BASE_URL },
} as const;

/** Settings of a call with a key pair instead of an API key. */
export const WITH_KEY_PAIR = {
  env: { KLING_API_KEY: undefined, KLING_ACCESS_KEY: "ak-0123456789", KLING_SECRET_KEY: "sk-0123456789" },
} as const;
