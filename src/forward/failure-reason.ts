// Why a connection failed, as a phrase for people: what the system calls by a code.

const PHRASES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection broke',
  EPIPE: 'the connection broke',
  ENOTFOUND: 'its host is not known',
  EAI_AGAIN: 'its host is not known',
  EHOSTUNREACH: 'its host cannot be reached',
  ENETUNREACH: 'its network cannot be reached',
  ETIMEDOUT: 'no answer in time',
};

export function failureReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return 'no answer in time';
  // Several addresses of one name were tried.
  if (error instanceof AggregateError && error.errors.length > 0) return failureReason(error.errors[0]);
  // A call that never began tells less than what kept it from that.
  if (error.cause instanceof Error) return failureReason(error.cause);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return PHRASES[code] ?? (error.message === '' ? code : error.message);
}
