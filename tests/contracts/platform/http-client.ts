export interface Reply<T> {
  readonly status: number
  readonly headers: Headers
  readonly body: T
}

type Headings = Record<string, string>

/** JSON over HTTP, nothing hidden. */
export interface HttpClient {
  readonly token: string | null
  get<T = Record<string, unknown>>(path: string, headers?: Record<string, string>): Promise<Reply<T>>
  post<T = Record<string, unknown>>(path: string, body: unknown, headers?: Record<string, string>): Promise<Reply<T>>
  send<T = Record<string, unknown>>(method: string, path: string, body?: string, headers?: Headings): Promise<Reply<T>>
}

export function httpClient(url: string, token: string | null): HttpClient {
  const send = async <T>(method: string, path: string, body?: string, headers: Headings = {}): Promise<Reply<T>> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') === true
    return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as T }
  }
  return {
    token,
    send,
    get: (path, headers) => send('GET', path, undefined, headers),
    post: (path, body, headers) => send('POST', path, JSON.stringify(body), headers),
  }
}
