export type SentRequest = {
  method: string;
  headers: Record<string, string>;
  credentials: 'same-origin';
  cache: 'no-store';
  body?: Blob | string;
  signal?: AbortSignal;
};

/** As fetch, and says how much of the body has been sent, which fetch cannot. */
export function fetchTelling(
  address: string,
  { method, headers, body, signal }: SentRequest,
  onSent: (share: number) => void,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    const end = (work: () => void) => () => {
      signal?.removeEventListener('abort', stop);
      work();
    };
    request.open(method, address);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.responseType = 'blob';
    request.upload.onprogress = ({ loaded, total, lengthComputable }) => {
      if (lengthComputable) onSent(total === 0 ? 1 : loaded / total);
    };
    request.onload = end(() => resolve(answerOf(request)));
    request.onerror = end(() => reject(new TypeError('no answer')));
    request.onabort = end(() => reject(new DOMException('stopped', 'AbortError')));
    if (signal?.aborted) return request.onabort(new ProgressEvent('abort'));
    signal?.addEventListener('abort', stop);
    request.send(body ?? null);
  });
}

function answerOf(request: XMLHttpRequest): Response {
  const requestId = request.getResponseHeader('x-request-id');
  const body = request.status === 204 ? null : (request.response as Blob);
  return new Response(body, {
    status: request.status,
    headers: requestId === null ? {} : { 'x-request-id': requestId },
  });
}
