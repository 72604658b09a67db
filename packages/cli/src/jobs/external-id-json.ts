import type { Job } from "@klingkit/engine";

/** Left out where the service knows no external ID of the job: a look-up would find nothing and pass for proof that nothing was bought. */
export const externalIdJson = ({
  externalId,
}: Pick<Job, "externalId">): { readonly external_task_id?: string } =>
  externalId === undefined ? {} : { external_task_id: externalId };
