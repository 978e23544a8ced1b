import type { ErrorCode, FieldFault, Problem } from '@contract';

/** The server's codes, and two that only this side knows. */
export type FaultCode = ErrorCode | 'UNREACHABLE' | 'COMPANY_CHANGED';

/** Every failed call ends as one of these: what the server said, or why there was no answer. */
export class ApiError extends Error {
  readonly code: FaultCode;
  readonly status: number;
  readonly requestId: string | null;
  readonly errors: readonly FieldFault[];

  constructor(
    code: FaultCode,
    status: number,
    detail: string,
    more: Partial<Pick<Problem, 'requestId' | 'errors'>> = {},
  ) {
    super(detail);
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
    this.requestId = more.requestId ?? null;
    this.errors = more.errors ?? [];
  }
}

export const hasCode = (error: unknown, code: FaultCode): error is ApiError =>
  error instanceof ApiError && error.code === code;

/** Reads a refused answer; a proxy in between may have answered with something that is no problem document. */
export async function problemOf(response: Response): Promise<ApiError> {
  const requestId = response.headers.get('x-request-id') ?? undefined;
  const fallback = response.status >= 502 && response.status <= 504 ? 'UNAVAILABLE' : 'INTERNAL';
  try {
    const body = (await response.json()) as Partial<Problem>;
    if (typeof body.code !== 'string') throw new TypeError('not a problem document');
    const id = body.requestId ?? requestId;
    return new ApiError(body.code, response.status, body.detail ?? body.title ?? '', {
      ...(id === undefined ? {} : { requestId: id }),
      ...(body.errors === undefined ? {} : { errors: body.errors }),
    });
  } catch {
    return new ApiError(fallback, response.status, '', requestId === undefined ? {} : { requestId });
  }
}
