import {
  API_KEY_PREFIX,
  DEFAULT_CONCURRENCY,
  EXTERNAL_ID_MAX_LENGTH,
  JWT_LIFETIME_SECONDS,
  JWT_NOT_BEFORE_SECONDS,
  KLING_BASE_URLS,
  KLING_FAMILIES,
  KLING_OLD_BASE_URL,
  LEGACY_PAGE_NUMBER,
  LEGACY_PAGE_SIZE,
  RETENTION_DAYS,
  TASKS_GET_MAX_IDS,
  TASKS_LIST_LIMIT,
  VISIBILITY_DELAY_SECONDS,
} from "@klingkit/spec";
import { code, codeList, table } from "../markdown.ts";
import type { Topic } from "./topic.ts";

/** Hosts, credentials and how a task is followed: what every request needs. */
export const accessTopic = (): Topic => ({
  name: "access",
  title: "Access and tasks",
  summary: "hosts, credentials, families, ids, limits of reads, how long results live",
  text: [
    table(
      ["Region", "Base URL"],
      [...Object.entries(KLING_BASE_URLS), ["old", KLING_OLD_BASE_URL]].map(([region = "", url = ""]) => [
        region,
        code(url),
      ]),
    ),
    `Accounts and keys belong to one region. The old host answers \`/v1\` and \`/account\` only. An API key begins with ${code(API_KEY_PREFIX)} and is sent as \`Authorization: Bearer KEY\`. An access key and its secret make a JWT (HS256, \`iss\` the access key, \`exp\` ${JWT_LIFETIME_SECONDS} s ahead, \`nbf\` ${JWT_NOT_BEFORE_SECONDS} s back), which the standard family refuses.`,
    table(
      ["Family", "Credentials", "Id in `data`", "Status words"],
      Object.values(KLING_FAMILIES).map(({ id, credentials, idField, statusWords }) => [
        id,
        credentials.join(", "),
        idField === null ? undefined : code(idField),
        codeList(Object.values(statusWords)),
      ]),
    ),
    "`code` 0 in the envelope says that the call was accepted, not that the task succeeded. Task ids are strings of digits: read as numbers they lose their end. A status word that you do not know is not an end.",
    table(
      ["Limit", "Value"],
      [
        ["ids in one `GET /tasks`", TASKS_GET_MAX_IDS],
        ["page of `POST /tasks`", `${TASKS_LIST_LIMIT.default}, at most ${TASKS_LIST_LIMIT.max}`],
        ["`pageSize` of `/v1` lists", `${LEGACY_PAGE_SIZE.default}, at most ${LEGACY_PAGE_SIZE.max}`],
        ["`pageNum` of `/v1` lists", `${LEGACY_PAGE_NUMBER.min} to ${LEGACY_PAGE_NUMBER.max}`],
        ["a new task may be invisible to a read for", `${VISIBILITY_DELAY_SECONDS} s`],
        ["results, ids and links are kept for", `${RETENTION_DAYS} days`],
        ["`external_task_id`", `${EXTERNAL_ID_MAX_LENGTH} characters, unique in the account`],
        [
          "running tasks for each model version and pack",
          `${DEFAULT_CONCURRENCY.trial} (trial) or ${DEFAULT_CONCURRENCY.standard}`,
        ],
      ],
    ),
  ].join("\n\n"),
});
