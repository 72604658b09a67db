/** Settings that the config file knows. `isSecret` values are masked wherever they are shown. */
export const CONFIG_KEYS = {
  api_key: { isSecret: true, text: "API key" },
  access_key: { isSecret: true, text: "AccessKey of an AccessKey/SecretKey pair" },
  secret_key: { isSecret: true, text: "SecretKey of an AccessKey/SecretKey pair" },
  higgsfield_credentials: { isSecret: true, text: "key of Higgsfield: id:secret" },
  higgsfield_base_url: { isSecret: false, text: "URL of Higgsfield, where it is not the usual one" },
  higgsfield_account: {
    isSecret: false,
    text: "name under which jobs of Higgsfield are kept; wins over account for them",
  },
  region: { isSecret: false, text: "global or cn" },
  account: { isSecret: false, text: "name under which jobs of both services are kept, whatever the key" },
  base_url: { isSecret: false, text: "URL of the service or of an emulator" },
  approvals: {
    isSecret: false,
    text: "person: purchases are approved on a terminal or by a policy file only; any (default): flags count, too",
  },
  policy: { isSecret: false, text: "policy file of standing approvals and limits" },
  notify: {
    isSecret: false,
    text: "notification at the end of a command: auto (default: after 30 seconds), always, bell, off",
  },
  allow_hosts: {
    isSecret: false,
    text: "hosts, separated by commas, to download results from although not public https",
  },
} as const;

export type ConfigKey = keyof typeof CONFIG_KEYS;

export function isConfigKey(key: string): key is ConfigKey {
  return Object.hasOwn(CONFIG_KEYS, key);
}

/** Longest value that is hidden whole. */
const HIDDEN_LENGTH = 8;
const SHOWN_CHARACTERS = 3;

/** First 3 and last 3 characters; nothing of a value of up to 8. */
export function maskValue(value: string): string {
  return value.length <= HIDDEN_LENGTH
    ? "***"
    : `${value.slice(0, SHOWN_CHARACTERS)}***${value.slice(-SHOWN_CHARACTERS)}`;
}
