import { suggest } from "@klingkit/spec";

/**
 * Parameters that an address may have beside `schema`: those of libpq, which managed databases print into their addresses, and
 * those of the driver. Any other is a mistake: a misspelt `schema` would lead to the jobs of somebody else.
 */
const PARAMETERS: readonly string[] = [
  ...["host", "hostaddr", "port", "dbname", "user", "password", "passfile", "options", "service"],
  ...["application_name", "fallback_application_name", "client_encoding", "connect_timeout", "replication"],
  ...["keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout"],
  ...["target_session_attrs", "load_balance_hosts", "channel_binding", "require_auth", "requirepeer"],
  ...[
    "ssl",
    "sslmode",
    "sslnegotiation",
    "sslcompression",
    "sslcert",
    "sslkey",
    "sslpassword",
    "sslcertmode",
  ],
  ...["sslrootcert", "sslcrl", "sslcrldir", "sslsni", "ssl_min_protocol_version", "ssl_max_protocol_version"],
  ...["min_protocol_version", "max_protocol_version", "uselibpqcompat", "gssencmode", "gsslib", "krbsrvname"],
  ...["gssdelegation", "scram_client_key", "scram_server_key", "statement_timeout", "lock_timeout"],
  ...["query_timeout", "idle_in_transaction_session_timeout"],
];

/** Names that other programs have for `schema`. */
const OTHER_WORDS: readonly string[] = ["search_path", "searchpath", "currentschema"];

/** What is wrong with the first parameter that no address has, in a sentence; undefined where all are known. */
export function findUnknownParameter(parameters: URLSearchParams): string | undefined {
  const name = [...parameters.keys()].find((key) => key !== "schema" && !PARAMETERS.includes(key));
  if (name === undefined) return undefined;
  const near = OTHER_WORDS.includes(name.toLowerCase()) ? "schema" : suggest(name, ["schema", ...PARAMETERS]);
  const hint = near === undefined ? "For a schema of its own, use ?schema=NAME." : `Did you mean ${near}?`;
  return `The address of the store has the unknown parameter '${name}'. ${hint} Nothing was sent.`;
}
