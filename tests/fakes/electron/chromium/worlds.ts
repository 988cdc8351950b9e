// Sources that run in the page, sent there as text: they may use nothing from outside their own braces. Two worlds share one
// document. The isolated one has the preload and the line to the stand-in; the page's own sees only what contextBridge shows.
// They speak by events of an unguessable name, which is registered before the page's first script runs.

export interface WorldConfig {
  /** Function of the isolated world that reaches the stand-in. */
  readonly binding: string
  /** Name of the global through which the stand-in reaches the isolated world. */
  readonly deliver: string
  /** Prefix of the events between the worlds. */
  readonly secret: string
}

/** What a value of `contextBridge` looks like from the page. */
export type Shape =
  | { readonly kind: 'function' }
  | { readonly kind: 'object'; readonly members: Readonly<Record<string, Shape>> }
  | { readonly kind: 'value'; readonly value: unknown }

/** Bytes or JSON, as they pass through the protocol. */
export type Packed = { readonly bytes: string } | { readonly json: unknown }

/** Page → stand-in. */
export type FromPage =
  | { readonly kind: 'ipc'; readonly channel: string; readonly args: readonly unknown[] }
  | { readonly kind: 'port'; readonly id: number; readonly data: Packed }
  | { readonly kind: 'port-close'; readonly id: number }
  | { readonly kind: 'title'; readonly title: string }
  | { readonly kind: 'open'; readonly url: string }

/** Stand-in → page. */
export type ToPage =
  | { readonly kind: 'ipc'; readonly channel: string; readonly args: readonly unknown[]; readonly ports: readonly number[] }
  | { readonly kind: 'port'; readonly id: number; readonly data: Packed }
  | { readonly kind: 'port-close'; readonly id: number }

/** What a sandboxed preload finds around it. */
export interface Surroundings {
  readonly require: (name: string) => unknown
  readonly process: object
}

/** The preload's surroundings: `require('electron')` with ipcRenderer and contextBridge. Undefined in frames below the page. */
export function isolatedWorld({ binding, deliver, secret }: WorldConfig): Surroundings | undefined {
  if (window.top !== window) return undefined
  type Listener = (event: { ports: readonly MessagePort[] }, ...args: unknown[]) => void
  type Base64 = Uint8Array & { toBase64(): string }
  const fromBase64 = (Uint8Array as unknown as { fromBase64(text: string): Uint8Array }).fromBase64
  const globals = globalThis as unknown as Record<string, unknown>
  const tell = (message: FromPage): void => (globals[binding] as (json: string) => void)(JSON.stringify(message))
  const pack = (value: unknown): Packed =>
    value instanceof Uint8Array ? { bytes: (value as Base64).toBase64() } : { json: value ?? null }
  const unpack = (packed: Packed): unknown => ('bytes' in packed ? fromBase64(packed.bytes) : packed.json)

  const listeners = new Map<string, Set<Listener>>()
  const near = new Map<number, MessagePort>()
  const openPort = (id: number): MessagePort => {
    const { port1, port2 } = new MessageChannel()
    near.set(id, port1)
    port1.onmessage = (event) => tell({ kind: 'port', id, data: pack(event.data) })
    port1.addEventListener('close', () => {
      if (near.delete(id)) tell({ kind: 'port-close', id })
    })
    return port2
  }
  globals[deliver] = (json: string): void => {
    const message = JSON.parse(json) as ToPage
    if (message.kind === 'port') near.get(message.id)?.postMessage(unpack(message.data))
    else if (message.kind === 'port-close') {
      near.get(message.id)?.close()
      near.delete(message.id)
    } else {
      const ports = message.ports.map(openPort)
      for (const listener of listeners.get(message.channel) ?? []) listener({ ports }, ...message.args)
    }
  }
  const ipcRenderer = {
    send: (channel: string, ...args: unknown[]) => tell({ kind: 'ipc', channel, args }),
    on(channel: string, listener: Listener) {
      const known = listeners.get(channel) ?? new Set()
      listeners.set(channel, known.add(listener))
      return ipcRenderer
    },
    off(channel: string, listener: Listener) {
      listeners.get(channel)?.delete(listener)
      return ipcRenderer
    },
  }

  const shown = new Map<string, unknown>()
  const fire = (name: string, detail: unknown): boolean =>
    window.dispatchEvent(new CustomEvent(`${secret}:${name}`, { detail: JSON.stringify(detail) }))
  const hear = (name: string, listener: (detail: Record<string, unknown>) => void): void =>
    window.addEventListener(`${secret}:${name}`, (event) => {
      listener(JSON.parse(String((event as CustomEvent).detail)) as Record<string, unknown>)
    })
  const shapeOf = (value: unknown): Shape => {
    if (typeof value === 'function') return { kind: 'function' }
    if (typeof value !== 'object' || value === null) return { kind: 'value', value }
    return { kind: 'object', members: Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shapeOf(member)])) }
  }
  const contextBridge = {
    exposeInMainWorld(key: string, api: unknown): void {
      if (shown.has(key)) throw new Error(`Cannot bind an API on top of an existing property on the window object: ${key}`)
      shown.set(key, api)
      fire('expose', { key, shape: shapeOf(api) })
    },
  }
  hear('ask', () => {
    for (const [key, api] of shown) fire('expose', { key, shape: shapeOf(api) })
  })
  hear('call', ({ key, path, args }) => {
    let target: unknown = shown.get(String(key))
    for (const name of path as string[]) target = (target as Record<string, unknown>)[name]
    const given = (args as ({ callback: number } | { value: unknown })[]).map((arg) =>
      'callback' in arg ? (...values: unknown[]) => fire('callback', { id: arg.callback, args: values }) : arg.value,
    )
    try {
      fire('return', { value: (target as (...values: unknown[]) => unknown)(...given) ?? null })
    } catch (error) {
      fire('return', { error: error instanceof Error ? error.message : String(error) })
    }
  })
  hear('open', ({ url }) => tell({ kind: 'open', url: String(url) }))
  // The protocol has no event for a page's title.
  document.addEventListener('DOMContentLoaded', () => {
    const say = (): void => tell({ kind: 'title', title: document.title })
    new MutationObserver(say).observe(document.head, { childList: true, subtree: true, characterData: true })
    say()
  })
  const require = (name: string): unknown => {
    if (name === 'electron') return { ipcRenderer, contextBridge }
    throw new Error(`module not found: ${name}`)
  }
  return { require, process: { type: 'renderer', sandboxed: true, contextIsolated: true, versions: {} } }
}

/** The page's side of contextBridge: frozen objects whose functions call into the isolated world; and `window.open`. */
export function mainWorld({ secret }: WorldConfig): void {
  if (window.top !== window) return
  const listen = window.addEventListener.bind(window)
  const dispatch = window.dispatchEvent.bind(window)
  const Custom = CustomEvent
  const fire = (name: string, detail: unknown): boolean =>
    dispatch(new Custom(`${secret}:${name}`, { detail: JSON.stringify(detail) }))
  const hear = (name: string, listener: (detail: Record<string, unknown>) => void): void =>
    listen(`${secret}:${name}`, (event) => {
      listener(JSON.parse(String((event as CustomEvent).detail)) as Record<string, unknown>)
    })
  const callbacks: ((...args: unknown[]) => void)[] = []
  let returned: Record<string, unknown> = {}
  hear('return', (detail) => {
    returned = detail
  })
  hear('callback', ({ id, args }) => {
    callbacks[Number(id)]?.(...(args as unknown[]))
  })
  const build = (key: string, path: readonly string[], shape: Shape): unknown => {
    if (shape.kind === 'value') return shape.value
    if (shape.kind === 'object') {
      const members = Object.entries(shape.members).map(([name, member]) => [name, build(key, [...path, name], member)] as const)
      return Object.freeze(Object.fromEntries(members))
    }
    return Object.freeze((...args: unknown[]) => {
      const given = args.map((arg) =>
        typeof arg === 'function' ? { callback: callbacks.push(arg as () => void) - 1 } : { value: arg },
      )
      fire('call', { key, path, args: given })
      if (typeof returned['error'] === 'string') throw new Error(returned['error'])
      return returned['value'] ?? undefined
    })
  }
  hear('expose', ({ key, shape }) => {
    const name = String(key)
    if (name in window) return
    Object.defineProperty(window, name, { value: build(name, [], shape as Shape), enumerable: true })
  })
  // Electron asks the shell before a window exists at all, and a refused one is null. Other ways to a window (a link with a
  // target) are caught when the browser reports it.
  window.open = (url = 'about:blank') => {
    fire('open', { url: new URL(url, document.baseURI).href })
    return null
  }
  fire('ask', null)
}

/** The isolated world's script: its surroundings, then the preload bundle as a CommonJS module. */
export function isolatedScript(config: WorldConfig, preload: string): string {
  return `(() => {
  const surroundings = (${isolatedWorld.toString()})(${JSON.stringify(config)})
  if (surroundings === undefined) return
  const module = { exports: {} };
  (function (exports, require, module, process) {
${preload}
  })(module.exports, surroundings.require, module, surroundings.process)
})()
//# sourceURL=electron-stand-in/preload.cjs`
}

export function mainScript(config: WorldConfig): string {
  return `(${mainWorld.toString()})(${JSON.stringify(config)})`
}
