import { beforeEach, inject } from "vitest";

beforeEach(({ skip }) => {
  const reason = inject("postgresAbsence");
  if (reason !== "") skip(reason);
});
