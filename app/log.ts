/** The App's log: structured, and without payloads, bodies, tokens or signatures. */
import { type DestinationStream, type Logger, pino } from "pino";

/** Installation tokens (`ghs_…`, also the long stateless ones), user and OAuth tokens, PEM keys. */
const SECRET =
  /\bgh[a-z]_[A-Za-z0-9._-]{16,}|\bgithub_pat_\w{16,}|-----BEGIN[\s\S]*?-----END[^-]*-----|sha256=[0-9a-f]{64}/g;

/** Replaces what looks like a secret. */
export function redact(text: string): string {
  return text.replaceAll(SECRET, "[redacted]");
}

interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly status?: number;
}

// Octokit's and Probot's errors carry the whole request and the whole payload: only these fields are kept.
function describeError(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: "not an error object" };
  const { status } = error as { status?: number };
  return {
    type: error.name,
    message: redact(error.message),
    ...(error.stack === undefined ? {} : { stack: redact(error.stack) }),
    ...(status === undefined ? {} : { status }),
  };
}

/** Opens the log on `stream`; default: standard output. */
export function openLog(level: string, stream?: DestinationStream): Logger {
  const options = {
    level,
    base: {},
    serializers: {
      err: describeError,
      error: describeError,
      event: (event: { id?: string; name?: string }) => ({ id: event.id, name: event.name }),
    },
  };
  return stream ? pino(options, stream) : pino(options);
}
