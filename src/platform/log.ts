import { pino } from "pino";

/**
 * The program's log: one JSON line per event on standard output. It carries ids, codes, counts and durations, never a name,
 * a number of a passport, a contact or an answer: what is logged is chosen at the call, and these nets stand under it.
 */
export const log = pino({
  base: undefined,
  redact: {
    paths: ["email", "phone", "name", "recipient", "password", "secret", "answers", "*.email", "*.phone", "*.name", "*.recipient", "*.password",
      "*.secret", "*.answers", "req.headers", "err.detail", "err.parameters", "err.where"],
    censor: "[left out]",
  },
  serializers: { err: withoutData },
});

/** An error without what it carried: PostgreSQL's `detail` quotes the values of the row it refused. */
function withoutData(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code, constraint, table } = error as Error & { code?: string; constraint?: string; table?: string };
  return {
    type: error.name, message: error.message, code, constraint, table, stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: withoutData(error.cause) }),
  };
}
